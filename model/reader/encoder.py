"""The encoder in onnxruntime: a text becomes the vector that heads judge."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from model.bundle import BundleError
from model.reader.bundle import ENCODER, VOCABULARY
from model.reader.spelled_out import spelled_out
from model.reader.wordpiece import WordPieces
from model.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHARACTERS: Final = 2_000
_INPUT: Final = "tokens"


class Encoder:
    """Reads with one thread of its own caller; `limit` tokens of a text at most, some words `alike` (`WordPieces`)."""

    def __init__(self, folder: Path, limit: int, alike: Mapping[str, Sequence[str]]) -> None:
        """Raises BundleError where onnxruntime is not installed, or cannot take the files."""
        try:
            import numpy as np  # noqa: PLC0415 - these cost a tenth of a second, and few processes need them
            import onnxruntime  # noqa: PLC0415
        except ImportError as error:
            message = f"the second reader needs {error.name}: pip install 'copydesk[reader]'"
            raise BundleError(message) from error
        try:
            self._pieces = WordPieces((folder / VOCABULARY).read_text("utf-8").split("\n"), limit, alike)
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / ENCODER), _options(onnxruntime), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # these libraries raise whatever they like
            message = f"{folder} holds no encoder that can be read ({error}): make the reader anew"
            raise BundleError(message) from error
        self._array = np.array
        self._integer = np.int64

    def vector(self, text: Text) -> "NDArray[np.float32]":
        """The text's vector (width)."""
        tokens = self._pieces.read(as_read(text))
        (vectors,) = self._session.run(None, {_INPUT: self._array([tokens], self._integer)})
        vector: NDArray[np.float32] = vectors[0]
        return vector


def as_read(text: Text) -> str:
    """What is cut into pieces: so many characters hold all pieces that are read, but for heaps of blanks."""
    return spelled_out(text.normalised[:_CHARACTERS])


def _options(onnxruntime: Any) -> Any:  # noqa: ANN401 - a library without annotations
    """One thread, which sleeps while it waits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
