"""Civil sentences that name every group alike."""

from collections import Counter

from training.identity import measured, rehearsed
from training.synthetic.terms import TERMS


def test_every_group_is_named_in_every_template() -> None:
    for sentences in (measured(), rehearsed()):
        named = Counter(one.term for one in sentences)
        assert set(named) == {term.many for term in TERMS}
        assert len(sentences) == len(TERMS) * len({one.template for one in sentences})


def test_what_is_rehearsed_is_not_what_is_measured_on() -> None:
    assert {one.text for one in measured()}.isdisjoint(one.text for one in rehearsed())


def test_the_article_fits_and_a_sentence_begins_with_a_capital() -> None:
    texts = {one.text for one in (*measured(), *rehearsed())}
    assert "My neighbour is an Armenian." in texts
    assert "A Jew asked the first question." in texts
    assert all(text[0].isupper() for text in texts)
