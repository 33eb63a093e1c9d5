"""The synthetic rows: repeatable, balanced where it matters, labelled as they say, and about nobody's addresses."""

import math
import random
import re
from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest

from model.comment import Comment
from model.links import find_links
from model.scorer import ATTRIBUTES
from model.surroundings import SURROUNDINGS, surroundings_of
from model.text import read
from training.corpora import Batch
from training.synthetic import FAMILIES, generate
from training.synthetic.addresses import is_nobodys
from training.synthetic.clauses import SLOTS as CLAUSES
from training.synthetic.common import SLOTS
from training.synthetic.grammar import Family, GrammarError, Group, expand, sentence
from training.synthetic.rows import LONGEST, asks_for, rows_of
from training.synthetic.terms import FORMS, TERMS

ABUSE = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
NAMES = {family.name for family in FAMILIES}
CIVIL = ("synthetic:civil", "synthetic:counter")
HATEFUL = ("synthetic:hate", "synthetic:implicit")


class Labelled(NamedTuple):
    """One row, its labels by attribute; an attribute that nobody was asked about is missing."""

    text: str
    labels: dict[str, float]


@cache
def batches() -> tuple[Batch, ...]:
    return tuple(generate(seed=1))


@cache
def rows(source: str) -> tuple[Labelled, ...]:
    return tuple(
        Labelled(text, {name: float(v) for name, v in zip(ATTRIBUTES, labels, strict=True) if not math.isnan(v)})
        for batch in batches()
        for text, of, labels in zip(batch.texts, batch.sources, batch.labels, strict=True)
        if of == source
    )


def texts(made: tuple[Batch, ...]) -> list[str]:
    return [text for batch in made for text in batch.texts]


def test_a_seed_always_makes_the_same_rows() -> None:
    again = tuple(generate(seed=1))
    assert texts(again) == texts(batches())
    assert all(
        np.array_equal(one.labels, other.labels, equal_nan=True) for one, other in zip(again, batches(), strict=True)
    )


def test_another_seed_makes_other_rows() -> None:
    other = texts(tuple(generate(seed=2, rows=2_000)))
    assert len(set(other) & set(texts(batches()))) < 400


def test_as_many_rows_as_asked_for_and_fewer_begin_alike() -> None:
    assert len(texts(batches())) == 12_000
    assert texts(tuple(generate(seed=1, rows=500))) == texts(batches())[:500]


def test_no_row_comes_twice_whatever_its_case() -> None:
    spoken = Counter(" ".join(text.casefold().rstrip(" .!?").split()) for text in texts(batches()))
    assert spoken.most_common(1)[0][1] == 1


def test_no_row_is_empty_or_longer_than_a_short_comment() -> None:
    assert all(0 < len(text) <= LONGEST and text == text.strip() for text in texts(batches()))


def test_lengths_vary() -> None:
    words = np.array([len(text.split()) for text in texts(batches())])
    assert words.min() == 1
    assert words.max() >= 40
    assert np.percentile(words, 5) <= 6
    assert np.percentile(words, 95) >= 22


def test_no_place_in_a_template_stays_unfilled() -> None:
    assert not [text for text in texts(batches()) if re.search(r"[{}|]{1}\w*[{}]", text)]


def test_rows_come_as_a_stream() -> None:
    assert len(next(generate(seed=3, rows=10**9)).texts) == 1_024


def test_every_family_is_there_by_its_share() -> None:
    count = Counter(source for batch in batches() for source in batch.sources)
    whole = sum(family.share for family in FAMILIES)
    assert set(count) == NAMES
    assert all(abs(count[family.name] - 12_000 * family.share / whole) < 2 for family in FAMILIES)


def test_rows_are_english_and_marked_as_written_for_copydesk() -> None:
    for batch in batches():
        assert set(batch.languages) == {"en"}
        assert set(batch.licences) == {"Apache-2.0 (written for Copydesk)"}
        assert all(source.startswith("synthetic:") for source in batch.sources)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_has_many_templates_and_none_of_them_twice(family: Family) -> None:
    templates = {template for group in family.groups for template in group.templates}
    assert len(templates) >= 40
    assert all(len(set(group.templates)) == len(group.templates) for group in family.groups)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_label_is_one_of_a_known_attribute_between_nought_and_one(family: Family) -> None:
    for group in family.groups:
        assert group.labels
        assert set(group.labels) <= set(ATTRIBUTES)
        assert all(0 <= value <= 1 for value in group.labels.values())


@pytest.mark.parametrize("source", CIVIL)
def test_civil_rows_are_no_abuse_and_no_spam(source: str) -> None:
    assert all(row.labels == dict.fromkeys((*ABUSE, "spam"), 0.0) for row in rows(source))


def test_speech_against_hate_repeats_what_hate_says() -> None:
    vile, expelled = (CLAUSES[name] for name in ("vile", "expelled"))
    repeated = re.compile(rf"\b(?:{'|'.join(map(re.escape, (*vile, *expelled)))})\b")
    said = [bool(repeated.search(row.text.casefold())) for row in rows("synthetic:counter")]
    assert np.mean(said) > 0.25


@pytest.mark.parametrize("source", HATEFUL)
def test_hateful_rows_are_toxic_attacks(source: str) -> None:
    for row in rows(source):
        assert row.labels["toxicity"] >= 0.9 - 1e-6
        assert row.labels["identity_attack"] in (0.5, 1.0)
        assert row.labels["spam"] == 0


def test_a_word_of_two_meanings_is_as_often_harmless_as_hateful() -> None:
    made = rows("synthetic:reclaimed")
    harmless = [row for row in made if row.labels == dict.fromkeys((*ABUSE, "spam"), 0.0)]
    hateful = [row for row in made if row.labels.get("identity_attack") == 1]
    assert len(harmless) + len(hateful) == len(made)
    assert 0.7 < len(harmless) / len(hateful) < 1.8
    for word in ("queer", "dyke", "crip"):
        assert min(sum(word in row.text.casefold() for row in part) for part in (harmless, hateful)) >= 3


def test_threats_stand_beside_as_many_harmless_rows() -> None:
    threatening = [row for row in rows("synthetic:threat") if row.labels["threat"] == 1]
    harmless = [row for row in rows("synthetic:threat") if row.labels["threat"] == 0]
    assert len(threatening) + len(harmless) == len(rows("synthetic:threat"))
    assert 0.7 < len(threatening) / len(harmless) < 1.4
    assert all(row.labels["toxicity"] == 1 for row in threatening)
    assert all(row.labels == dict.fromkeys((*ABUSE, "spam"), 0.0) for row in harmless)


def test_swearing_is_obscene_without_insult_and_insults_are_not_obscene() -> None:
    for row in rows("synthetic:profanity"):
        assert row.labels["threat"] == row.labels["identity_attack"] == 0
        if row.labels["insult"] == 1:
            assert row.labels["obscene"] == 0
            assert row.labels["toxicity"] >= 0.8
        else:
            assert row.labels["toxicity"] <= 0.4 + 1e-6
            assert row.labels["obscene"] == 0 or row.labels["obscene"] >= 0.5


def test_political_heat_is_allowed() -> None:
    for row in rows("synthetic:politics"):
        assert row.labels["toxicity"] <= 0.3
        assert all(row.labels[name] == 0 for name in ABUSE if name != "toxicity")


def test_spam_says_that_it_is_spam_and_nothing_else() -> None:
    assert all(row.labels == {"spam": 1.0} for row in rows("synthetic:spam"))
    assert all(row.labels == {"spam": 0.0, "toxicity": 0.0} for row in rows("synthetic:ham"))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.one)
def test_an_identity_term_is_about_as_often_in_civil_as_in_hateful_rows(term: tuple[str, ...]) -> None:
    words = "|".join(map(re.escape, dict.fromkeys(str(word).casefold() for word in term[1:4])))
    named = re.compile(rf"\b(?:{words})\b")
    civil, hateful = (
        sum(bool(named.search(row.text.casefold())) for source in sources for row in rows(source))
        for sources in (CIVIL, HATEFUL)
    )
    assert min(civil, hateful) >= 8
    assert abs(civil - hateful) <= max(8, 0.33 * max(civil, hateful))


@pytest.mark.parametrize("family", [family for family in FAMILIES if family.named], ids=lambda family: family.name)
def test_a_template_about_people_asks_for_one_form_and_every_kind_of_its_family_has_each(family: Family) -> None:
    for group in family.groups:
        assert group.kinds
        assert all(sum(asks_for(template, form) for form in FORMS) == 1 for template in group.templates)
    for kind in {kind for group in family.groups for kind in group.kinds}:
        for form in FORMS:
            said = [t for group in family.groups if kind in group.kinds for t in group.templates if asks_for(t, form)]
            assert len(said) >= 5


def authors(source: str) -> list[Comment | None]:
    return [
        comment
        for batch in batches()
        for comment, of in zip(batch.comments, batch.sources, strict=True)
        if of == source
    ]


def shares(source: str) -> dict[str, float]:
    """Of how many authors that are known each thing shows."""
    known = [comment for comment in authors(source) if comment is not None]
    shown = Counter(SURROUNDINGS[row] for one in known for row in surroundings_of(read(one.content), one))
    return {name: count / len(known) for name, count in shown.items()}


def test_every_family_has_authors_that_are_known_and_others_that_are_not() -> None:
    for name in NAMES:
        assert 0.25 < np.mean([comment is None for comment in authors(name)]) < 0.5


def test_an_author_is_as_likely_to_have_a_page_or_an_address_whatever_is_said() -> None:
    families = {name: shares(name) for name in NAMES - {"synthetic:spam", "synthetic:ham"}}
    for shown in (
        "author: web address",
        "author: no e-mail",
        "author: address of offers",
        "author: digits in the name",
    ):
        told = [found.get(shown, 0.0) for found in families.values()]
        assert max(told) - min(told) < 0.12, shown


def test_an_address_is_no_offence_but_spam_has_one_more_often_and_made_of_offers() -> None:
    spam, ham = shares("synthetic:spam"), shares("synthetic:ham")
    assert 0.3 < ham["author: web address"] < spam["author: web address"] < 0.7
    assert spam["author: address of offers"] > 10 * ham.get("author: address of offers", 0)
    assert spam["author: name of offers"] > 0.1 > ham.get("author: name of offers", 0)
    assert spam["contact: messenger"] > 0.05


def test_what_is_known_of_an_author_is_within_a_comments_limits() -> None:
    for name in NAMES:
        for comment in filter(None, authors(name)):
            assert Comment.model_validate(comment.model_dump(exclude_unset=True)) == comment


def test_addresses_of_authors_are_nobodys() -> None:
    urls = {comment.author_url for name in NAMES for comment in authors(name) if comment is not None}
    domains = {link.domain for url in urls for link in find_links(url)}
    assert len(domains) > 200
    assert not [domain for domain in domains if not is_nobodys(domain)]


def test_spam_and_its_look_alikes_both_hold_links() -> None:
    linking = [
        np.mean([bool(find_links(read(row.text).normalised)) for row in rows(source)])
        for source in ("synthetic:spam", "synthetic:ham")
    ]
    assert linking[0] > 0.3
    assert linking[1] > 0.15


def test_every_domain_is_reserved_or_invented() -> None:
    domains = {link.domain for text in texts(batches()) for link in find_links(read(text).normalised)}
    assert len(domains) > 500
    assert not [domain for domain in domains if not is_nobodys(domain)]


def test_every_mail_address_is_at_a_reserved_or_invented_domain() -> None:
    mails = {mail for text in texts(batches()) for mail in re.findall(r"[\w.]+@([\w-]+(?:\.[\w-]+)+)", text.casefold())}
    assert len(mails) > 20
    assert not [domain for domain in mails if not is_nobodys(domain)]


@pytest.mark.parametrize("domain", ["example.com", "a.example", "shop.test", "casino-vuxqarzib.top", "www.example.org"])
def test_reserved_and_invented_domains_are_nobodys(domain: str) -> None:
    assert is_nobodys(domain)


@pytest.mark.parametrize("domain", ["vux.com", "notexample.com", "example.com.de", "test.de", ""])
def test_other_domains_may_be_somebodys(domain: str) -> None:
    assert not is_nobodys(domain)


def only(template: str, **slots: tuple[str, ...]) -> str:
    return expand(template, slots, random.Random(0))  # noqa: S311 -- repeatable, and no secret


def test_slots_are_filled_from_the_inside_out() -> None:
    assert only("{a {b}|a {b}} c", b=("x",)) == "a x c"


def test_an_article_is_spoken_as_the_word_after_it_asks() -> None:
    assert only("a {w}, A {w}", w=("Armenian",)) == "an Armenian, An Armenian"
    assert only("a {w}", w=("Ukrainian",)) == "a Ukrainian"
    assert only("a {w}", w=("European",)) == "a European"
    assert only("a {w}", w=("uncle",)) == "an uncle"


def test_sentences_begin_with_capitals() -> None:
    assert sentence("so  it is. and on") == "So it is. And on"


def test_an_unknown_slot_is_named() -> None:
    with pytest.raises(GrammarError, match="'nobody'"):
        only("{nobody}")


def test_slots_that_fill_each_other_for_ever_are_refused() -> None:
    with pytest.raises(GrammarError, match="not filled"):
        only("{a}", a=("{a}",))


def test_a_family_with_nothing_more_to_say_is_named() -> None:
    small = Family("synthetic:small", 1.0, (Group(("one", "two"), {"spam": 0.0}, plain=True),), SLOTS)
    with pytest.raises(GrammarError, match="synthetic:small has no more to say"):
        list(rows_of((small,), seed=1, rows=50))
