"""Whatever is changed, missing or wrong in a bundle, it is refused; what is saved is there whole or not at all."""

import json
import mmap
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import joblib  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import bundle as bundle_module
from model.bundle import (
    CARD,
    ESTIMATOR,
    FORMAT,
    MANIFEST,
    TABLE,
    BundleError,
    Manifest,
    digest_of,
    load,
    place_for,
    save,
)
from model.comment import Comment
from model.curves import USUAL_MISSED, USUAL_WRONG_REJECTS, Promised
from model.features import LEAST_SHAPES, SHAPES
from model.policy import Threshold
from model.scorer import ATTRIBUTES
from model.table import map_table
from model.text import read
from tests.model.bundles import make_bundle

WORDS = {"idiot": {"toxicity": 6.0}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_bundle(tmp_path, words=WORDS)


class Trap:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Make a folder instead of an object."""
        return os.mkdir, (str(self.mark),)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with every kind of file."""
    made = make_bundle(tmp_path_factory.mktemp("models"), words=WORDS)
    (made / CARD).write_text("# A card\n", encoding="utf-8")
    joblib.dump({"steps": [1, 2]}, made / ESTIMATOR)
    rewrite(made, digests={name: digest_of(made / name) for name in (TABLE, CARD, ESTIMATOR)})
    return made


def rewrite(folder: Path, **changes: object) -> None:
    """Another manifest, as if it had been saved so."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest.pop("seal", None)
    seal(folder, json.dumps(manifest | changes, indent=1))


def seal(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_bytes(bundle_module._sealed(text.encode().removesuffix(b"\n}")))  # noqa: SLF001


def refused(folder: Path, *words: str) -> None:
    with pytest.raises(BundleError) as refusal:
        load(folder)
    assert all(word in str(refusal.value) for word in words), refusal.value


def test_what_was_saved_is_loaded(folder: Path) -> None:
    bundle = load(folder)
    assert (bundle.version, bundle.folder) == ("test-1", folder)
    assert bundle.thresholds == {attribute: Threshold(0.5, 0.9) for attribute in ATTRIBUTES}
    assert bundle.scorer.attributes == ATTRIBUTES
    assert bundle.scorer.score(read("idiot"))["toxicity"] > 0.5 > bundle.scorer.score(read("hello"))["toxicity"]
    assert load(folder).manifest == bundle.manifest


def test_the_manifest_is_json_that_says_what_is_there(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert manifest["digests"] == {TABLE: digest_of(folder / TABLE)}
    assert len(manifest["seal"]) == 64


@given(data=st.data())
def test_any_changed_byte_of_any_file_is_refused(whole: Path, data: st.DataObject) -> None:
    path = whole / data.draw(st.sampled_from([MANIFEST, TABLE, CARD, ESTIMATOR]))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    changed = data.draw(st.integers(1, 255))
    path.write_bytes(before[:at] + bytes([before[at] ^ changed]) + before[at + 1 :])
    try:
        refused(whole, path.name)
    finally:
        path.write_bytes(before)
    load(whole)


@given(data=st.data())
def test_a_file_cut_short_or_grown_is_refused(whole: Path, data: st.DataObject) -> None:
    path = whole / data.draw(st.sampled_from([MANIFEST, TABLE, CARD, ESTIMATOR]))
    before = path.read_bytes()
    length = data.draw(st.integers(0, len(before) - 1))
    path.write_bytes(data.draw(st.sampled_from([before[:length], before + b"\n", before + before])))
    try:
        refused(whole, path.name)
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("name", [MANIFEST, TABLE, CARD, ESTIMATOR])
def test_a_missing_file_is_refused(whole: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(whole, tmp_path / "copy")
    (copy / name).unlink()
    refused(copy, name)
    (copy / name).mkdir()
    refused(copy, name)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "nothing", "nothing", "name a folder that holds a bundle")


def test_loading_unpickles_nothing(whole: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(whole, tmp_path / "copy")
    mark = tmp_path / "mark"
    joblib.dump(Trap(mark), copy / ESTIMATOR)
    rewrite(copy, digests={name: digest_of(copy / name) for name in (TABLE, CARD, ESTIMATOR)})
    load(copy)
    np.save(copy / TABLE, np.array([Trap(mark)], dtype=object), allow_pickle=True)
    rewrite(copy, digests={name: digest_of(copy / name) for name in (TABLE, CARD, ESTIMATOR)})
    refused(copy, TABLE, "instead of float16")
    assert not mark.exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "../test-1/table.npy", ".", "..", "", "a/b", MANIFEST])
def test_a_digest_of_what_is_not_in_the_folder_is_refused(folder: Path, name: str) -> None:
    (folder.parent / "outside").write_bytes(b"x")
    path = folder / name
    digest = digest_of(path) if path.is_file() else "0" * 64
    rewrite(folder, digests={TABLE: digest_of(folder / TABLE), name: digest})
    refused(folder, "no file of the bundle")


@pytest.mark.parametrize("name", [TABLE, ESTIMATOR])
def test_a_file_that_nothing_vouches_for_is_refused(folder: Path, name: str) -> None:
    (folder / ESTIMATOR).write_bytes(b"x")
    digests = {TABLE: digest_of(folder / TABLE), ESTIMATOR: digest_of(folder / ESTIMATOR)}
    rewrite(folder, digests=digests)
    load(folder)
    del digests[name]
    rewrite(folder, digests=digests)
    refused(folder, name, "not vouched for")


@pytest.mark.parametrize("found", [0, 2, "1", None, [1]])
def test_another_format_is_refused_with_its_number(folder: Path, found: object) -> None:
    rewrite(folder, format=found)
    refused(folder, MANIFEST)


def test_another_format_is_told_by_its_number(folder: Path) -> None:
    rewrite(folder, format=FORMAT + 1)
    refused(folder, f"format {FORMAT + 1}", f"reads {FORMAT}", "train the model anew")


@pytest.mark.parametrize("shapes", [SHAPES[: LEAST_SHAPES - 1], (*SHAPES, "more"), SHAPES[::-1], ()])
def test_a_table_for_other_features_is_refused(folder: Path, shapes: tuple[str, ...]) -> None:
    rewrite(folder, features={"bits": 14, "shapes": shapes})
    refused(folder, "other features", "retrain it")


def test_a_bundle_that_is_older_than_some_shapes_knows_nothing_of_them(folder: Path) -> None:
    comment = Comment(content="an idiot", author_name="Ann", author_url="http://cheap-pills.example/")
    text, bundle = read(comment.content), load(folder)
    expected = bundle.scorer.score(text, comment)
    table = np.load(folder / TABLE)
    table[-1] = 9.0
    np.save(folder / TABLE, table[: LEAST_SHAPES - len(SHAPES)])
    features = {"bits": bundle.manifest.features.bits, "shapes": SHAPES[:LEAST_SHAPES]}
    rewrite(folder, features=features, digests={TABLE: digest_of(folder / TABLE)})
    older = load(folder).scorer
    assert older.score(text, comment) == expected
    assert "author: address of offers" not in older.circumstances(text, comment, "spam")
    assert "author: address of offers" in bundle.scorer.circumstances(text, comment, "spam")


def test_a_bundle_that_does_not_say_what_it_promises_was_trained_for_the_usual(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_bytes())
    del manifest["promised"], manifest["seal"]
    seal(folder, json.dumps(manifest, indent=1))
    assert load(folder).manifest.promised == Promised(USUAL_WRONG_REJECTS, USUAL_MISSED)


@pytest.mark.parametrize(
    "changes",
    [
        {"biases": [float("nan")] * 7},
        {"biases": [float("inf")] * 7},
        {"biases": ["x"] * 7},
        {"biases": None},
        {"attributes": []},
        {"version": "../up"},
        {"version": ""},
        {"features": {"bits": 3, "shapes": SHAPES}},
        {"features": {"bits": 25, "shapes": SHAPES}},
        {"features": {}},
        {"thresholds": {"toxicity": {"queue_at": "x", "reject_at": 0.5}}},
        {"digests": {TABLE: 1}},
        {"digests": []},
    ],
)
def test_a_manifest_that_is_wrong_is_refused_with_the_place(folder: Path, changes: dict[str, Any]) -> None:
    rewrite(folder, **changes)
    refused(folder, MANIFEST, f"{next(iter(changes))}")


@pytest.mark.parametrize("digest", ["", "ä", "0" * 64])
def test_a_digest_that_is_none_is_refused(folder: Path, digest: str) -> None:
    rewrite(folder, digests={TABLE: digest})
    refused(folder, TABLE)


@pytest.mark.parametrize("text", ["", "{", "[]\n", "null", "\x00", "[" * 100_000, '{"format": 1}', '{"format": 1\n}'])
def test_a_manifest_that_is_no_manifest_is_refused_sealed_or_not(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    refused(folder, MANIFEST)
    seal(folder, text)
    refused(folder, MANIFEST)


@pytest.mark.parametrize(
    "table",
    [
        np.zeros((10, 8), np.float16),
        np.zeros(((1 << 14) + len(SHAPES), 7), np.float16),
        np.zeros(((1 << 14) + len(SHAPES), 8), np.float32),
        np.zeros(((1 << 14) + len(SHAPES), 8), ">f2"),
        np.zeros(((1 << 14) + len(SHAPES)) * 8, np.float16),
        np.float16(1),
    ],
)
def test_a_table_of_another_form_is_refused(folder: Path, table: np.ndarray[Any, np.dtype[Any]]) -> None:
    np.save(folder / TABLE, table)
    rewrite(folder, digests={TABLE: digest_of(folder / TABLE)})
    refused(folder, TABLE, "instead of float16")


def _numpy_file(header: str) -> bytes:
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(64)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\x93NUMPY", b"PK\x03\x04", b"\x93NUMPY\x01\x00\x05\x00{'a'}", b"x" * 200),
        *(b"\x93NUMPY\x01\x00\xff\xff", b"\x93NUMPY\x02\x00\x05\x00\x00\x00{'a'}"),
        *map(_numpy_file, ("{[]: 1}", "[", "(" * 9_000, "1", "{}", "\0", "open('x')", "{'descr': '<f2'}")),
        _numpy_file("{'descr': '<f2', 'fortran_order': True, 'shape': (16454, 8)}"),
        _numpy_file("{'descr': '<f2', 'fortran_order': False, 'shape': (16454, 8)}"),
        _numpy_file("{'descr': [1], 'fortran_order': False, 'shape': 'all'}"),
    ],
)
def test_a_table_that_is_none_is_refused(folder: Path, content: bytes) -> None:
    (folder / TABLE).write_bytes(content)
    rewrite(folder, digests={TABLE: digest_of(folder / TABLE)})
    refused(folder, TABLE, "train it anew")


def test_too_few_biases_are_refused(folder: Path) -> None:
    rewrite(folder, biases=[0.0] * 6)
    refused(folder, "train it anew")


def test_the_table_is_mapped_and_not_read_into_memory(folder: Path) -> None:
    halves = map_table(folder / TABLE).halves
    assert isinstance(halves.obj, mmap.mmap)
    assert halves.readonly
    assert np.array_equal(np.frombuffer(halves, np.float16), np.load(folder / TABLE).ravel())


def test_a_version_is_never_written_over(folder: Path) -> None:
    before = {path.name: digest_of(path) for path in folder.iterdir()}
    with pytest.raises(BundleError, match="choose another version"):
        make_bundle(folder.parent, words={})
    assert {path.name: digest_of(path) for path in folder.iterdir()} == before


@pytest.mark.parametrize("version", ["", ".", "..", "../up", "a/b", ".hidden", "-x", "a b", "x\n", "é", "v" * 65])
def test_what_is_no_name_for_a_version_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(BundleError, match="no name for a version"):
        place_for(tmp_path / "models", version)
    assert not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BundleError, match="choose another folder"):
        place_for(tmp_path / "file", "v1")


def test_whatever_goes_wrong_while_saving_nothing_is_left(tmp_path: Path) -> None:
    def fails(draft: Path) -> None:
        (draft / TABLE).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    def no_manifest(_: Mapping[str, str]) -> Manifest:
        raise ValueError

    with pytest.raises(OSError, match="No space left"):
        save(tmp_path, "v1", fails, no_manifest)
    with pytest.raises(ValueError, match=r"^$"):
        save(tmp_path, "v1", lambda draft: (draft / TABLE).touch(), no_manifest)
    assert not any(tmp_path.iterdir())
