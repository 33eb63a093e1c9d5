"""A bundle reads by the lexicon that it brings; one that is no lexicon is refused, and without one all goes on."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from model.bundle import LEXICON, TABLE, Bundle, BundleError, Manifest, load, save
from model.text import read
from tests.model.bundles import make_bundle
from tests.model.kernels import KERNELS
from tests.model.lexicons import entries_of


def with_lexicon(folder: Path, entries: bytes) -> Path:
    """A bundle that catches `idiot`, with a lexicon."""
    plain = load(make_bundle(folder, words={"idiot": {"insult": 3.0}, "you": {}, "an": {}}))

    def write(draft: Path) -> None:
        shutil.copyfile(plain.folder / TABLE, draft / TABLE)
        (draft / LEXICON).write_bytes(entries)

    def manifest(digests: Mapping[str, str]) -> Manifest:
        return plain.manifest.model_copy(update={"version": "test-2", "digests": dict(digests)})

    return save(folder, "test-2", write, manifest)


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    return load(with_lexicon(tmp_path, entries_of({"idiot": 50, "you": 70, "an": 70})))


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("written", ["idoit", "idiiot", "id*ot", "1d10t", "idi-ot", "idi ot", "ïdïöt"])
def test_what_was_meant_is_scored(bundle: Bundle, kernel: str, written: str) -> None:
    scorer = bundle.make_scorer(KERNELS[kernel])
    text = read(f"an {written}")
    assert scorer.score(text)["insult"] == pytest.approx(scorer.score(read("an idiot"))["insult"], abs=0.1)
    spans = scorer.explain(text, ["insult"])["insult"]
    assert any(text.original[span.begin : span.end] == written for span in spans)


def test_without_a_lexicon_a_word_is_read_as_it_stands(bundle: Bundle) -> None:
    plain = load(bundle.folder.parent / "test-1")
    assert plain.lexicon == b""
    assert plain.scorer.score(read("an idoit"))["insult"] < bundle.scorer.score(read("an idoit"))["insult"] - 0.2


@pytest.mark.parametrize("entries", [b"1234567", b"12345678" + b"87654321"])
def test_what_is_no_lexicon_is_refused(tmp_path: Path, entries: bytes) -> None:
    with pytest.raises(BundleError, match=r"lexicon\.bin is no lexicon .* train it anew"):
        load(with_lexicon(tmp_path, entries))


def test_a_lexicon_that_was_changed_is_refused(bundle: Bundle) -> None:
    path = bundle.folder / LEXICON
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(BundleError, match="not the file that the manifest vouches for"):
        load(bundle.folder)
