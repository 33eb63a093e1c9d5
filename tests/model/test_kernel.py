"""The compiled kernel says what its twin in Python and numpy says, of any text; it refuses what it cannot work with."""

import gc
import mmap
import os
import shutil
import subprocess
import sys
import sysconfig
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hatch_build import digest_of
from model.features import SHAPES, read_words_in_python
from model.findings import Span
from model.kernel import MOST_SPANS, compiled
from model.languages import count_letters_in_python
from model.links import find_signs_in_python
from model.numpy_kernel import NumpyKernel
from model.scorer import ATTRIBUTES, make_kernel
from model.surroundings import find_messengers_in_python
from model.text import is_plain_in_python, is_settled_in_python, lower_plain_in_python, normalise
from model.words import find_places, find_words, spellings_in_python
from tests.house.documents import ROOT
from tests.model.texts import ANY_TEXT

BITS: Final = 8
# What the words, the shapes and the first look for links turn on, thrown together.
_SIGNS: Final = (
    *" \t\n.,-_*~|/!?'’‘ʼ′@#$€£₽%<>[](){}=+abcdefimnoprstuxAZ019жіα한हिไ漢①²½٣→👍ﷺß",
    *("\x00", "\ud800", "\u3000", "\xa0", "\u3002", "f u c k", "a-b-c-d", "a_b_c", "x  y  z", "5 usd", "€ 7", "9 eur"),
    *"⭕❌✝💲❗🇫🇷🇽🇮🇹🆗",
    *("telegram", "wechat", "whatsapp", "viber", "$f u c k", "f_u ", "1234", "111", "x" * 30),
    *("[b]", "[/b]", "</i>", "\U0001f1f8\U0001f1ed\U0001f1ee\U0001f1f9"),
    *("[url=", "[b]", "[img", "<b", "me@example.org", ". ", " dot ", "[.", "(точка", "12 34 56 78", "x" * 49, "1" * 33),
)
_SEEN_AT_ONCE: Final = (
    *"/\\.([{ \t\n\r\x0b\x1f\x7f\x00dotaAzZ09@`~|",
    *(" dot ", "(dot", "[ do", " .", "{ .", "\n.", ".a", ".Z", ".0"),
    *("whatsapp", "telegram", "viber", "wechat", "whatsap", "elegram", "vibe", "wecha", "WhatsApp"),
)
HOSTILE: Final = st.lists(st.sampled_from(_SIGNS), max_size=60).map("".join)
# Few signs at a time, so that runs of them are long.
MONOTONOUS: Final = st.lists(st.sampled_from(_SIGNS), min_size=1, max_size=4).flatmap(
    lambda few: st.lists(st.sampled_from(few), max_size=90).map("".join)
)
# Of characters that take a byte each, whose words are found another way.
BYTES: Final = st.lists(st.sampled_from([sign for sign in _SIGNS if max(sign) < "\u0100"]), max_size=200).map("".join)
TEXT: Final = ANY_TEXT | HOSTILE | MONOTONOUS | st.text(st.characters())


def tables(attributes: int, bits: int = BITS) -> np.ndarray[Any, np.dtype[np.float16]]:
    """Weights by chance: every feature weighs, and no two alike."""
    random = np.random.default_rng(attributes)
    rows = random.normal(0, 0.7, ((1 << bits) + len(SHAPES), attributes + 1)).astype(np.float16)
    rows[: 1 << bits, -1] = random.uniform(1, 200, 1 << bits)
    return rows


tables_once: Final = tables(7)
BIASES: Final = [-1.0, 0.0, 0.5, 1.0, -2.0, 0.25, 0.0]
NUMPY: Final = NumpyKernel(tables(7), BIASES, ATTRIBUTES, BITS)
KERNEL: Final = make_kernel(tables(7), BIASES, ATTRIBUTES, BITS)


def test_where_there_is_a_compiler_there_is_the_kernel_of_this_very_source() -> None:
    source = digest_of(ROOT / "model/_kernel.c")
    if compiled is None:
        has_headers = Path(sysconfig.get_paths()["include"], "Python.h").is_file()
        assert os.environ.get("COPYDESK_KERNEL") == "numpy" or not (shutil.which("cc") and has_headers), "make test"
    else:
        assert source == compiled.SOURCE, "the kernel is not of this source: run `pip install --editable .`"


needs_kernel = pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")


@needs_kernel
@settings(max_examples=400)
@given(TEXT | BYTES, st.booleans())
@example("ʼ.ʼ.ʼ.ʼ a b c", False)
@example("$f u c k _u_c_k f_u_c_k 1f u c k x y", False)
@example("a.b.c.d.e f*u*c*k ‘a b c 'a b c", False)
def test_words_places_and_shapes_are_those_of_the_twin(original: str, is_normalised: bool) -> None:  # noqa: FBT001 - a property's argument
    text = normalise(original) if is_normalised else original
    assert compiled.read(original, text) == read_words_in_python(original, text)
    assert compiled.find_places(text) == find_places(text)


@needs_kernel
@pytest.mark.parametrize("before", [0, 1, 7, 62, 63, 64, 127])
def test_every_byte_parts_words_as_for_the_twin_wherever_it_stands(before: int) -> None:
    # Many characters are looked at at once, and those of ASCII otherwise than other bytes.
    for letter in map(chr, range(256)):
        for text in (f"{'x' * before}{letter}", f"{'a ' * (before // 2)}bc{letter}{letter}d1{letter}2 {letter}"):
            assert compiled.read(text, text) == read_words_in_python(text, text)
            assert compiled.find_places(text) == find_places(text)


@needs_kernel
@settings(max_examples=400)
@given(TEXT)
def test_words_are_spelled_as_by_the_twin(text: str) -> None:
    for word in find_words(normalise(text)):
        assert compiled.spellings(word) == spellings_in_python(word)


@needs_kernel
@settings(max_examples=400)
@given(TEXT)
def test_first_looks_see_what_their_twins_see(text: str) -> None:
    assert compiled.find_signs_of_links(text) == find_signs_in_python(text)
    assert compiled.find_messengers(text) == find_messengers_in_python(text)
    assert compiled.is_plain(text) is is_plain_in_python(text)
    assert compiled.lower_plain(text) == lower_plain_in_python(text)
    assert compiled.count_letters(text) == count_letters_in_python(text)
    plain = "".join(filter(is_plain_in_python, text))
    assert compiled.is_settled(plain.casefold()) is is_settled_in_python(plain.casefold())


@needs_kernel
@settings(max_examples=400)
@given(st.lists(st.sampled_from(_SEEN_AT_ONCE), max_size=5), st.integers(0, 140), st.integers(0, 140))
def test_a_sign_is_seen_wherever_it_stands_in_a_text_in_ascii(signs: list[str], before: int, after: int) -> None:
    text = "x" * before + "".join(signs) + "y " * (after // 2)
    assert compiled.find_signs_of_links(text) == find_signs_in_python(text)
    assert compiled.find_messengers(text) == find_messengers_in_python(text)
    assert compiled.lower_plain(text) == lower_plain_in_python(text)


@needs_kernel
def test_every_character_there_is_means_the_same_to_both() -> None:
    # Beyond the third plane no character is a letter, a sign or a symbol: a few stand for the rest.
    codes = (*range(0x40000), *range(0xE0000, 0xE0200), *range(0xE0200, sys.maxunicode + 1, 4_099), sys.maxunicode)
    letters = list(map(chr, codes))
    for begin in range(0, len(letters), 4_096):
        some = letters[begin : begin + 4_096]
        for text in (" ".join(some), "@a".join(some)):
            assert compiled.read(text, text) == read_words_in_python(text, text)
            assert compiled.find_places(text) == find_places(text)
    assert [compiled.is_plain(letter) for letter in letters] == list(map(is_plain_in_python, letters))
    assert [compiled.lower_plain(letter) for letter in letters] == list(map(lower_plain_in_python, letters))
    assert [compiled.count_letters(letter) for letter in letters] == list(map(count_letters_in_python, letters))
    assert {letter for letter in letters if compiled.respell(letter) not in (None, letter)} >= set("ي\u200c…\xa0\xad")
    for letter in letters:
        for word in (letter, f"x{letter}1"):
            assert compiled.spellings(word) == spellings_in_python(word)
    plain = filter(is_plain_in_python, letters)
    folded = [text for one in plain for text in (one.casefold(), f"a{one}".casefold(), f"{one}ж".casefold())]
    assert list(map(compiled.is_settled, folded)) == list(map(is_settled_in_python, folded))


@needs_kernel
@settings(max_examples=300)
@given(TEXT, st.lists(st.integers(0, len(SHAPES) - 1), max_size=5))
def test_scores_are_those_of_the_twin(original: str, rows: list[int]) -> None:
    text = normalise(original)
    scores, expected = (one.score(original, text, rows) for one in (KERNEL, NUMPY))
    assert tuple(scores) == ATTRIBUTES
    assert list(scores.values()) == pytest.approx(list(expected.values()), abs=1e-5)
    assert KERNEL.logits(original, text, rows) == pytest.approx(NUMPY.logits(original, text, rows), abs=1e-4)


@needs_kernel
@settings(max_examples=300)
@given(TEXT, st.integers(1, MOST_SPANS))
@example("a_b_c x y z", 8)
@example("a_b_c a_b_c x y z", 3)
def test_what_weighs_is_what_weighs_for_the_twin(original: str, limit: int) -> None:
    text = normalise(original)
    found, expected = (one.explain(text, ATTRIBUTES, limit) for one in (KERNEL, NUMPY))
    assert tuple(found) == tuple(expected) == ATTRIBUTES
    for attribute, spans in found.items():
        assert all(type(span) is Span for span in spans)
        assert len({span[:2] for span in spans}) == len(spans)
        # A rounding apart in the sums, one of two that weigh alike may be told instead of the other.
        assert sorted(span.weight for span in spans) == pytest.approx(
            sorted(span.weight for span in expected[attribute]), abs=2e-3
        )
        in_both = {span[:2]: span.weight for span in expected[attribute]}
        assert all(span.weight == pytest.approx(in_both.get(span[:2], span.weight), abs=2e-3) for span in spans)


@needs_kernel
@settings(max_examples=100)
@given(st.lists(TEXT.map(normalise), min_size=1, max_size=4), st.integers(1, 9))
def test_what_weighs_is_the_same_whatever_was_read_or_forgotten_before(texts: list[str], room: int) -> None:
    expected = [make_kernel(tables_once, BIASES, ATTRIBUTES, BITS).explain(text, ATTRIBUTES, 8) for text in texts]
    kernel = make_kernel(tables_once, BIASES, ATTRIBUTES, BITS, remembered=room)
    for text, spans in zip(texts, expected, strict=True):
        kernel.score(text, text, ())
        assert kernel.explain(text, ATTRIBUTES, 8) == spans
        assert kernel.explain(text, ATTRIBUTES, 8) == spans
    for text, spans in zip(texts, expected, strict=True):
        assert kernel.explain(text, ATTRIBUTES, 8) == spans


@needs_kernel
@pytest.mark.usefixtures("eager_threads")
def test_threads_that_share_a_kernel_score_and_explain_as_if_alone() -> None:
    random = Random(6)  # noqa: S311 - nothing is kept secret with it
    texts = [
        " ".join("".join(random.choices("abcde1'é", k=random.randrange(1, 9))) for _ in range(60)) for _ in range(40)
    ]
    alone = [(NUMPY.logits(text, text, ()), KERNEL.explain(text, ATTRIBUTES, 8)) for text in texts]
    # Each forgets what the others have met.
    kernel = make_kernel(tables_once, BIASES, ATTRIBUTES, BITS, remembered=30)

    def judge(number: int) -> None:
        text, (logits, spans) = texts[number % len(texts)], alone[number % len(texts)]
        assert kernel.logits(text, text, ()) == pytest.approx(logits, abs=1e-4)
        assert kernel.explain(text, ATTRIBUTES, 8) == spans

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(judge, range(400)))


@needs_kernel
@pytest.mark.parametrize("attributes", range(1, 33))
def test_any_number_of_attributes_is_scored_as_by_the_twin(attributes: int) -> None:
    names = tuple(f"attribute {number}" for number in range(attributes))
    biases = np.linspace(-2, 2, attributes).tolist()
    kernels = [make(tables(attributes), biases, names, BITS) for make in (make_kernel, NumpyKernel)]
    for original in ("", "you are an IDIOT!!! 1d10t", "a b c d e", "wörter  из  слов \ud800 \x00"):
        text = normalise(original)
        scores, expected = (one.score(original, text, (1, 69)) for one in kernels)
        assert scores == pytest.approx(expected, abs=1e-5)
        explained, meant = (one.explain(text, names, 8) for one in kernels)
        assert {name: [span[:2] for span in spans] for name, spans in explained.items()} == {
            name: [span[:2] for span in spans] for name, spans in meant.items()
        }


@needs_kernel
def test_every_half_is_the_float_that_numpy_makes_of_it() -> None:
    halves = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    of_one_table = len(SHAPES) * 32
    for some in (halves[begin : begin + of_one_table] for begin in range(0, len(halves), of_one_table)):
        table = np.zeros(((1 << 4) + len(SHAPES), 33), np.float16)
        shown = table[1 << 4 :, :-1]
        shown.flat[: len(some)] = some
        kernel = make_kernel(table, [0.0] * 32, tuple(map(str, range(32))), 4)
        with np.errstate(invalid="ignore"):
            found = np.array([kernel.logits("", "", [row]) for row in range(len(SHAPES))], np.float32)
            np.testing.assert_array_equal(found, shown.astype(np.float32))


@needs_kernel
@pytest.mark.parametrize("scrap", ["word ", "a b c ", "👍", "ж", "\ud800 ", "x", "1 ", "@a.b ", "\U0001f600é "])
def test_a_megabyte_is_read_as_by_the_twin(scrap: str) -> None:
    text = scrap * (1_000_000 // len(scrap))
    assert compiled.read(text, text) == read_words_in_python(text, text)
    expected = NUMPY.score(text, text, ())
    assert KERNEL.score(text, text, ()) == pytest.approx(expected, abs=1e-5)
    assert KERNEL.explain(text, ("spam",), 1).keys() == {"spam"}


@needs_kernel
def test_no_text_is_read_otherwise_for_those_read_before_it() -> None:
    random = Random(5)  # noqa: S311 - nothing is kept secret with it
    for length in (3, 50_000, 1, 300, 2_000_000, 40, 200_000, 0, 7):
        text = "".join(random.choices(_SIGNS[:60], k=length))
        assert compiled.read(text, text[:1000]) == read_words_in_python(text, text[:1000])
        assert compiled.find_places(text[-length // 3 :]) == find_places(text[-length // 3 :])


@needs_kernel
@pytest.mark.parametrize(
    "number", ["0", "12", "112", "1123", "111", "2111", "9" * 48, "12" * 24, "1234567890" * 6, "٣٣", "12٣"]
)
def test_a_number_weighs_what_its_spelling_weighs_for_the_twin(number: str) -> None:
    for text in (number, f"{number} {number[::-1]}", f"x{number}"):
        assert KERNEL.logits(text, text, ()) == pytest.approx(NUMPY.logits(text, text, ()), abs=1e-4)


@needs_kernel
def test_a_text_of_words_never_met_is_scored_as_by_the_twin_whatever_is_remembered() -> None:
    random = Random(4)  # noqa: S311 - nothing is kept secret with it
    text = " ".join("".join(random.choices("abcdefgh1'é", k=random.randrange(1, 60))) for _ in range(5_000))
    forgetful = make_kernel(tables(7), BIASES, ATTRIBUTES, BITS, remembered=1)
    for _ in range(2):
        for kernel in (forgetful, KERNEL):
            assert kernel.score(text, text, ()) == pytest.approx(NUMPY.score(text, text, ()), abs=1e-5)


@needs_kernel
@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: compiled.read("a"), TypeError),
        (lambda: compiled.read("a", b"a"), TypeError),
        (lambda: compiled.find_places(None), TypeError),
        (lambda: compiled.spellings("a", None, 1), TypeError),
        (lambda: compiled.spellings("a", "b"), TypeError),
        (lambda: compiled.spellings(b"a"), ValueError),
        (lambda: compiled.spellings(""), ValueError),
        (lambda: compiled.spellings("a" * 49), ValueError),
        (lambda: compiled.find_signs_of_links(1), TypeError),
        (lambda: compiled.find_messengers(b"viber"), TypeError),
        (lambda: compiled.is_plain(b"a"), TypeError),
        (lambda: compiled.lower_plain(b"a"), TypeError),
        (lambda: compiled.is_settled(None), TypeError),
        (lambda: compiled.count_letters(1), TypeError),
        (lambda: compiled.respell(b"a"), TypeError),
        (lambda: compiled.trace(None), TypeError),
        (lambda: compiled.holds_nul(("a",)), TypeError),
        (lambda: compiled.holds_nul(["a", 1]), TypeError),
        (lambda: KERNEL.score("a", "a"), TypeError),  # type: ignore[call-arg]
        (lambda: KERNEL.score("a", None, ()), TypeError),  # type: ignore[arg-type]
        (lambda: KERNEL.score("a", "a", 1), TypeError),  # type: ignore[arg-type]
        (lambda: KERNEL.score("a", "a", ["x"]), TypeError),  # type: ignore[list-item]
        (lambda: KERNEL.score("a", "a", [-1]), IndexError),
        (lambda: KERNEL.logits("a", "a", [len(SHAPES)]), IndexError),
        (lambda: KERNEL.logits("a", "a", [1 << 70]), IndexError),
        (lambda: KERNEL.explain("a", ("nonsense",), 8), ValueError),
        (lambda: KERNEL.explain("a", 1, 8), TypeError),  # type: ignore[arg-type]
        (lambda: KERNEL.explain("a", ("spam",), 0), ValueError),
        (lambda: KERNEL.explain("a", ("spam",), MOST_SPANS + 1), ValueError),
        (lambda: KERNEL.explain("a", ("spam",), "8"), TypeError),  # type: ignore[arg-type]
        (lambda: make_kernel(tables(7)[len(SHAPES) :], BIASES, ATTRIBUTES, BITS), ValueError),
        (lambda: make_kernel(tables(7)[:, 1:], BIASES, ATTRIBUTES, BITS), (ValueError, BufferError)),
        (lambda: make_kernel(tables(7), BIASES[1:], ATTRIBUTES, BITS), ValueError),
        (lambda: make_kernel(tables(7), ["x"] * 7, ATTRIBUTES, BITS), TypeError),  # type: ignore[list-item]
        (lambda: make_kernel(tables(7), BIASES, ATTRIBUTES, BITS + 1), ValueError),
        (lambda: make_kernel(tables(7), BIASES, ATTRIBUTES, 25), ValueError),
        (lambda: make_kernel(tables(7), BIASES, ATTRIBUTES, -1), ValueError),
        (lambda: make_kernel(tables(64), [0.0] * 64, tuple(map(str, range(64))), BITS), ValueError),
        (lambda: make_kernel(tables(0), [], (), BITS), ValueError),
        (lambda: make_kernel(tables(7), BIASES, ATTRIBUTES, BITS, remembered=0), ValueError),
        (lambda: make_kernel(None, BIASES, ATTRIBUTES, BITS), TypeError),  # type: ignore[arg-type]
        (lambda: compiled.Kernel(tables(7), BIASES, ATTRIBUTES, BITS, int, 9), ValueError),
    ],
)
def test_what_it_cannot_work_with_is_refused(
    call: Callable[[], object], error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with pytest.raises(error):
        call()
    assert KERNEL.score("a", "a", ()) == pytest.approx(NUMPY.score("a", "a", ()), abs=1e-5)


def _exercise(times: int) -> None:
    """All that can be asked for, and all that is refused after something was taken."""
    texts = ["you are an IDIOT!!! 1d10t f u c k", "дурак @me [b] 12 34 56 78 $5", "", "👍\ud800\x00 é", "w " * 300]
    for number in range(times):
        text = normalise(f"{texts[number % len(texts)]} x{number} {number}")
        KERNEL.score(text, text, (1, 2))
        KERNEL.logits(text, text, [3])
        KERNEL.explain(text, ATTRIBUTES, 8)
        compiled.read(text, text)
        compiled.find_places(text)
        for look in (compiled.find_signs_of_links, compiled.lower_plain, compiled.is_plain, compiled.is_settled):
            look(text)
        compiled.count_letters(text)
        compiled.find_messengers(f"{text} viber")
        for short_cut in (compiled.respell, compiled.trace):
            short_cut(text)
            short_cut(f"{text}ﷺ")
        for word in find_words(text):
            compiled.spellings(word)
        for call in (
            lambda text=text: KERNEL.score(text, text, [-1]),
            lambda text=text: KERNEL.explain(text, ("spam", "nonsense"), 8),
            lambda: make_kernel(tables_once, BIASES[1:], ATTRIBUTES, BITS),
        ):
            with pytest.raises((IndexError, ValueError)):
                call()


@needs_kernel
def test_nothing_is_kept_of_what_was_read_scored_explained_or_refused() -> None:
    _exercise(50)
    tracemalloc.start()
    try:
        _exercise(50)
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        references = sys.getrefcount(ATTRIBUTES), sys.getrefcount(Span), sys.getrefcount(tables_once)
        _exercise(400)
        gc.collect()
        # tracemalloc counts the kernel's own memory, too. A single text kept each time would be 100,000 bytes.
        assert tracemalloc.get_traced_memory()[0] - before < 20_000
        assert (sys.getrefcount(ATTRIBUTES), sys.getrefcount(Span), sys.getrefcount(tables_once)) == references
    finally:
        tracemalloc.stop()


@needs_kernel
def test_a_table_is_let_go_with_its_kernel(tmp_path: Path) -> None:
    tables(7).tofile(tmp_path / "table")
    with (tmp_path / "table").open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        kernel = make_kernel(memoryview(mapped), BIASES, ATTRIBUTES, BITS)
        with pytest.raises(BufferError):
            mapped.close()
        assert kernel.score("a", "a", ()) == KERNEL.score("a", "a", ())
        del kernel


def test_numpy_does_the_work_where_it_is_asked_to() -> None:
    script = (
        "from model import kernel, bundle, registry, text; print(kernel.compiled);"
        "print(bundle.load(registry.DEFAULT).scorer.score(text.read('You are an idiot, see www.example.com')))"
    )
    compiled_or_not = [
        subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "COPYDESK_KERNEL"} | environment,
        ).stdout.splitlines()
        for environment in ({}, {"COPYDESK_KERNEL": "numpy"})
    ]
    assert compiled_or_not[1][0] == "None"
    first, second = (eval(lines[1]) for lines in compiled_or_not)  # noqa: S307 - what our own script printed
    assert first == pytest.approx(second, abs=1e-5)
