"""Both kernels, so that whatever one is held to, the other is."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from model.kernel import compiled
from model.numpy_kernel import NumpyKernel
from model.scorer import MakeKernel, make_kernel

KERNELS: Final[Mapping[str, MakeKernel]] = {
    "numpy": NumpyKernel,
    **({} if compiled is None else {"compiled": make_kernel}),
}


def forgetful(name: str, room: int) -> MakeKernel:
    """One that remembers no more than so many words."""
    return partial(NumpyKernel if name == "numpy" else make_kernel, remembered=room)
