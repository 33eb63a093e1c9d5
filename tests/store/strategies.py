"""Anything that the store may be given."""

from hypothesis import strategies as st

from store.records import CommentRecord

any_text = st.text(st.characters(exclude_categories=()))
any_integer = st.integers(-(2**70), 2**70)
any_records = st.builds(
    CommentRecord,
    id=st.uuids(version=4).map(str),
    site_id=st.just(1),
    submitted_at=any_integer,
    content=any_text,
    decision=st.sampled_from(["accept", "queue", "reject"]),
    comment_id=st.none() | any_text,
    author_name=st.none() | any_text,
    created_at=st.none() | any_integer,
    degraded=st.booleans(),
    findings=any_text,
    fingerprint=any_integer,
    verdict=st.sampled_from(["", "approve", "reject"]),
    waiting_since=st.none(),
)
