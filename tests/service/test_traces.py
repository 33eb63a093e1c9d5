"""What comments are known by: by the kernel as by its twin."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.kernel import compiled
from service.traces import Trace, TraceInPython
from store.records import Author

pytestmark = pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")

NAMES = st.sampled_from([None, "", "a", "b", "漢"])
FINGERPRINTS = st.sampled_from([0, 1, -1, 2**61 - 2, 2**63 - 1, -(2**63)])
PARTS = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["", "a", "b"]),
    st.integers(0, 2**48),
    FINGERPRINTS,
    st.builds(Author, NAMES, NAMES, NAMES),
    NAMES,
    st.sampled_from(["", "a", "b"]),
)


def hashes(trace: Trace) -> tuple[int, ...]:
    return trace.text, trace.author, trace.article, trace.comment


@given(PARTS, PARTS)
def test_the_kernel_tells_apart_what_its_twin_does(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    own, twin = [[kind.of(*parts) for parts in (one, other)] for kind in (compiled.Trace, TraceInPython)]
    for traced, same in zip(own, twin, strict=True):
        assert (traced.site, traced.identifier, traced.at) == (same.site, same.identifier, same.at)
        assert [not number for number in hashes(traced)] == [not number for number in hashes(same)]
    alike = [[a == b for a, b in zip(*map(hashes, kind), strict=True)] for kind in (own, twin)]
    assert alike[0] == alike[1]


@given(PARTS)
def test_of_any_comment_only_the_comment_is_left_out(parts: tuple[Any, ...]) -> None:
    for kind in (compiled.Trace, TraceInPython):
        trace = kind.of(*parts)
        left = trace.of_any_comment()
        assert hashes(left) == (*hashes(trace)[:3], 0)
        assert (left.site, left.identifier, left.at) == (trace.site, trace.identifier, trace.at)


@pytest.mark.parametrize(
    ("place", "wrong", "error"),
    [(0, 2**63, OverflowError), (1, None, TypeError), (3, "", TypeError), (4, ("a",), TypeError), (5, [1], TypeError)],
)
def test_what_no_trace_can_be_made_of_is_refused(place: int, wrong: object, error: type[Exception]) -> None:
    parts: list[Any] = [1, "a", 2, 3, Author("a"), "b", "c"]
    parts[place] = wrong
    with pytest.raises(error):
        compiled.Trace.of(*parts)
    with pytest.raises(TypeError, match="expected 7 arguments, not 1"):
        compiled.Trace.of(1)
