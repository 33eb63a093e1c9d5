"""What was submitted lately: found again, forgotten in time, and never more than there is room for."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.kernel import compiled
from model.likeness import sign
from service.history import Author, History, Trace, fingerprint, fingerprint_in_python, trace
from service.traces import TraceInPython, trace_of
from store.records import CommentTrace

NOON = 1_700_000_000_000
make = TraceInPython if compiled is None else compiled.Trace


def stored(identifier: str = "a", **changes: Any) -> CommentTrace:  # noqa: ANN401 - any field of a trace
    one = CommentTrace(identifier, 1, NOON, 7, "https://example.org/1", "reader-1", None, None)
    return one._replace(**changes)


def traced(article: str = "https://example.org/1", comment_id: str = "") -> Trace:
    return trace_of(1, "b", NOON, 7, Author("reader-1"), article, comment_id)


@given(st.text())
def test_a_fingerprint_fits_the_store_and_forgets_white_space(text: str) -> None:
    assert -(2**63) <= fingerprint(text) < 2**63
    assert fingerprint(f"  {text}\n") == fingerprint(text)


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    assert fingerprint("a text\tof  words") == fingerprint("a text of words") == -4249508459088347371
    assert fingerprint("a text of word") != fingerprint("a text of words")


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@given(
    st.text(st.characters(), max_size=200)
    | st.text("ab \n\x1cß漢👍", max_size=400)
    | st.lists(st.text("ab.\x00\t", max_size=9), max_size=90).map(" ".join),
    st.integers(1, 4),
)
def test_the_kernel_takes_the_fingerprint_that_is_stored(text: str, times: int) -> None:
    assert compiled.fingerprint(text * times) == fingerprint_in_python(text * times)


def test_a_text_is_found_with_who_wrote_it_where() -> None:
    history = History()
    history.add(trace(stored("a")))
    history.add(trace(stored("b", submitted_at=NOON + 1, author_id="reader-2")))
    history.add(trace(stored("c", submitted_at=NOON + 2, article_url="https://example.org/2")))
    found = history.same_text(trace(stored("d")), since=NOON)
    assert [(one.at - NOON, one.same_author, one.same_article) for one in found] == [
        (2, True, False),
        (1, False, True),
        (0, True, True),
    ]


def test_a_comment_is_remembered_once() -> None:
    history = History()
    history.add(trace(stored("a")))
    assert history.seed([stored("a"), stored("b"), stored("b")]) == 1
    assert history.seed([stored("a"), stored("b")]) == 0
    assert history.size == 2


def test_the_newest_stay_where_there_is_no_more_room() -> None:
    history = History(capacity=10)
    for number in range(25):
        history.add(trace(stored(f"{number}", fingerprint=number, submitted_at=NOON + number)), sign(f"text {number}"))
    assert history.size == 10
    kept = [n for n in range(25) if history.same_text(trace(stored("x", fingerprint=n)), since=0)]
    assert kept == list(range(15, 25))
    assert history.count_of_author(trace(stored("x")), since=0, most=100) == 10
    assert history.alike(trace(stored("x", fingerprint=-1)), history.find(sign("text 14")), since=0) is None
    assert history.alike(trace(stored("x", fingerprint=-1)), history.find(sign("text 15")), since=0) is not None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 2)), max_size=40), st.integers(1, 12))
def test_a_small_history_tells_what_a_list_would(rows: list[tuple[int, int, int]], capacity: int) -> None:
    history = History(capacity=capacity)
    added: list[CommentTrace] = []
    for number, (text, author, site) in enumerate(rows):
        one = stored(f"{number}", fingerprint=text, author_id=f"{author}", site_id=site, submitted_at=NOON + number)
        kept = [other for other in added[-capacity:] if other.site_id == site]
        same_text = [other for other in kept if other.fingerprint == text]
        same_author = [other for other in kept if other.author_id == one.author_id]
        asked = trace(one)
        assert [seen.at for seen in history.same_text(asked, 0)] == [other.submitted_at for other in same_text[::-1]]
        assert history.count_of_author(asked, 0, 100) == len(same_author)
        assert history.own_texts(asked, 0) == sum(other.fingerprint == text for other in same_author)
        history.add(asked)
        added.append(one)


def test_from_the_store_the_same_author_and_article_may_be_the_same_comment() -> None:
    history = History()
    history.seed([stored("a")])
    edit = traced(comment_id="17")
    assert history.same_text(edit, since=0) == []
    assert len(history.same_text(traced(article="https://example.org/2", comment_id="17"), since=0)) == 1
    assert len(history.same_text(trace(stored("b")), since=0)) == 1


def test_a_lookup_costs_the_same_however_much_is_remembered() -> None:
    history = History()
    for number in range(50_000):
        history.add(make(1, hash(f"id {number}"), NOON, 1, 1, 1, 0))
    asked = make(1, 0, NOON, 1, 1, 1, 0)
    begin = time.thread_time()
    for _ in range(100):
        assert history.same_text(asked, NOON, 1)
        assert history.own_texts(asked, NOON) == 64
        assert history.count_of_author(asked, NOON, 5) == 5
    assert (time.thread_time() - begin) / 100 < 2e-3


def test_a_trace_takes_eighty_eight_bytes_and_a_signature_a_few_more() -> None:
    history = History(capacity=1_000)
    for number in range(2_000):
        history.add(make(1, number + 1, NOON, number, number % 50, 0, 0))
    long_texts = History(capacity=1_000)
    for number in range(1_000):
        long_texts.add(make(1, number + 1, NOON, number, number % 50, 0, 0), sign(f"text {number}"))
    assert history.held_bytes - History(capacity=1_000).held_bytes == 1_000 * 88
    assert long_texts.held_bytes - history.held_bytes <= 1_000 * 120


def test_threads_may_add_at_once() -> None:
    history = History(capacity=5_000)

    def add(part: int) -> None:
        for number in range(1_000):
            history.add(make(1, part * 1_000 + number + 1, NOON, number, part + 1, 0, 0))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    assert history.size == 4_000
    counts = [history.count_of_author(make(1, 0, NOON, 0, part + 1, 0, 0), 0, 2_000) for part in range(4)]
    assert counts == [1_000] * 4


@pytest.mark.usefixtures("eager_threads")
def test_what_is_alike_may_be_looked_for_while_others_add() -> None:
    history = History(capacity=50)
    signature = sign("a text that is long enough to be like another one")

    def add(_: int) -> None:
        for number in range(300):
            history.add(make(1, number + 1, NOON, number, 0, 0, 0), signature, history.find(signature))

    def look(_: int) -> int:
        asked = make(1, -1, NOON, 0, 0, 0, 0)
        return sum(history.alike(asked, history.find(signature), 0) is not None for _ in range(2_000))

    with ThreadPoolExecutor(4) as pool:
        adding, looking = pool.map(add, range(1)), pool.map(look, range(3))
        assert [*adding, *looking][0] is None
    assert history.alike(make(1, -1, NOON, 0, 0, 0, 0), history.find(signature), 0) is not None


def test_what_is_forgotten_is_held_against_nobody_and_does_not_come_back() -> None:
    history = History()
    signature = sign("a text that is long enough to be like another one")
    for identifier in ("a", "b"):
        history.add(trace(stored(identifier)), signature)
    assert history.forget(["b", "unknown"]) == 1
    new = trace(stored("c", author_id="reader-2"))
    assert len(history.same_text(new, since=NOON)) == 1
    assert history.count_of_author(trace(stored("c")), since=NOON, most=9) == 1
    assert history.forget(["a"]) == 1
    assert history.same_text(new, since=NOON) == []
    assert history.alike(new, history.find(signature), since=NOON) is None
    assert history.own_texts(trace(stored("c")), since=NOON) == 0
    assert history.seed([stored("a"), stored("b")]) == 0
    assert history.same_text(new, since=NOON) == []


def test_what_is_forgotten_does_not_end_the_search_for_others() -> None:
    history = History(capacity=4)
    for number in range(9):
        history.add(trace(stored(str(number), submitted_at=NOON + number)))
    assert history.forget(["8", "6", "0"]) == 2
    found = history.same_text(trace(stored("x")), since=NOON)
    assert [one.at - NOON for one in found] == [7, 5]
