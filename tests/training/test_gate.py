"""The gate opens for what is better on the site and no worse elsewhere, and says why it does not."""

from dataclasses import replace

import numpy as np
import pytest

from model.bundle import Bundle
from model.policy import Policy, Threshold
from model.scorer import ATTRIBUTES
from tests.training.house import WORD, arrived
from training.challenger import contender_of, learn
from training.contender import Contender
from training.gate import Verdict, hold_up
from training.gate_on_site import OnSite
from training.gate_report import as_json, sentence
from training.house import UNWANTED
from training.lessons import Lessons, lessons_of
from training.promises import Promise
from training.rehearsal import Rehearsal, rehearsal_of
from training.weights import Weights

POLICY = Policy()


@pytest.fixture(scope="module")
def lessons() -> Lessons:
    return lessons_of(arrived(400), 12)


@pytest.fixture(scope="module")
def rehearsal(base: Bundle) -> Rehearsal:
    return rehearsal_of(base)


@pytest.fixture(scope="module")
def champion(base: Bundle) -> Contender:
    return contender_of(base, POLICY)


@pytest.fixture(scope="module")
def challenger(base: Bundle, champion: Contender, rehearsal: Rehearsal, lessons: Lessons) -> Contender:
    return learn(base, champion, rehearsal, lessons, POLICY, set()).contender("new", POLICY)


def failed(verdict: Verdict) -> set[str]:
    return {one.name for one in verdict.criteria if not one.is_met}


def test_it_opens_for_a_house_rule_that_was_learned(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    verdict = hold_up(champion, challenger, lessons, rehearsal, Promise())
    assert verdict.is_passed, failed(verdict)
    assert sentence(verdict).startswith("Passed: ")
    gain = verdict.comparisons[0]
    assert gain.difference is not None
    assert gain.difference.low > 0
    assert gain.rows == lessons.is_held_out.sum()


def test_it_stays_shut_for_what_is_in_use_already(
    challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    verdict = hold_up(challenger, challenger, lessons, rehearsal, Promise())
    assert failed(verdict) >= {"better on the site's verdicts"}
    assert "not more than chance may give" in sentence(verdict)


def test_a_champion_that_reads_otherwise_is_held_up_by_its_own_reading(
    challenger: Contender, newer: Bundle, rehearsal: Rehearsal, base: Bundle
) -> None:
    some = arrived(400)
    start = lessons_of(some, 11)
    in_use = contender_of(newer, POLICY)
    known = learn(newer, in_use, rehearsal_of(newer), start, POLICY, set()).contender("known", POLICY)
    lessons = lessons_of(some, 12, in_use=(11, b""))
    verdict = hold_up(known, challenger, lessons, rehearsal, Promise(), stand_in=contender_of(base, POLICY))
    measured = hold_up(known, known, start, rehearsal_of(newer), Promise())
    assert verdict.comparisons[0].champion == measured.comparisons[0].champion
    assert verdict.outcomes[0].champion == measured.outcomes[0].champion
    assert "better on the site's verdicts" in failed(verdict)
    assert "compared with known, which is in use; elsewhere" in sentence(verdict)
    assert f"with {base.version}, which it starts from" in sentence(verdict)


@pytest.fixture(scope="module")
def later() -> Lessons:
    """What the moderators said before and since, of which a second rule is new."""
    since = [one._replace(submitted_at=1_000 + one.submitted_at) for one in arrived(400, seed=9, word="brandle")]
    return lessons_of([*arrived(400), *since], 12)


def test_it_opens_for_a_second_house_rule_that_a_site_model_does_not_know(
    base: Bundle, challenger: Contender, later: Lessons, rehearsal: Rehearsal
) -> None:
    known = replace(challenger, version="known")
    second = learn(base, known, rehearsal, later, POLICY, set()).contender("second", POLICY)
    verdict = hold_up(known, second, later, rehearsal, Promise())
    assert verdict.is_passed, failed(verdict)
    assert failed(hold_up(second, known, later, rehearsal, Promise())) >= {
        "better on the site's verdicts",
        "surer on the site's verdicts",
    }


def test_a_champion_that_learned_from_verdicts_is_scaled_where_that_serves_it(
    base: Bundle, champion: Contender, challenger: Contender, later: Lessons, rehearsal: Rehearsal
) -> None:
    # What is rejected now was not when it learned.
    assert OnSite.of(challenger, challenger, later).scaled != (1.0, 0.0)
    # Of the verdicts that it learned from it is surer than it may be of others, of which one in seven is a slip.
    said = [one._replace(is_rejected=one.is_rejected != (at % 7 == 0)) for at, one in enumerate(arrived(500))]
    known = learn(base, champion, rehearsal, lessons_of(said[:400], 12), POLICY, set()).contender("known", POLICY)
    assert OnSite.of(known, known, lessons_of(said, 12)).scaled == (1.0, 0.0)


def test_it_stays_shut_where_everything_is_queued(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    eager = replace(challenger, thresholds={**challenger.thresholds, UNWANTED: Threshold(0.0, None)})
    found = failed(hold_up(champion, eager, lessons, rehearsal, Promise()))
    assert found == {"decides elsewhere as before"}


def test_it_stays_shut_where_what_the_site_approves_is_rejected(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    harsh = replace(challenger, thresholds={**challenger.thresholds, UNWANTED: Threshold(0.0, 0.0)})
    found = failed(hold_up(champion, harsh, lessons, rehearsal, Promise()))
    assert "rejects nothing that the site approves" in found


def test_it_stays_shut_where_abuse_is_accepted_that_was_not(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    lenient = replace(challenger, thresholds=dict.fromkeys(challenger.thresholds, Threshold()))
    assert "finds no less of what the site rejects" in failed(hold_up(champion, lenient, lessons, rehearsal, Promise()))


def test_it_stays_shut_where_an_attribute_is_forgotten(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    weights = challenger.weights
    forgetful = replace(challenger, weights=weights.with_head("toxicity", np.zeros(len(weights.coef), np.float32), 0.0))
    assert "elsewhere: toxicity" in failed(hold_up(champion, forgetful, lessons, rehearsal, Promise()))


def test_it_stays_shut_where_a_group_is_held_against_people(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    spiteful = replace(challenger, weights=_against("Armenians", challenger.weights))
    verdict = hold_up(champion, spiteful, lessons, rehearsal, Promise())
    (criterion,) = (one for one in verdict.criteria if one.name == "holds no group against anyone")
    assert not criterion.is_met
    assert "Held against: Armenians" in criterion.text


def test_a_rule_about_drivers_excuses_nothing_that_is_held_against_a_group(
    champion: Contender, challenger: Contender, lessons: Lessons, rehearsal: Rehearsal
) -> None:
    both = replace(challenger, weights=_against("drivers", _against("Armenians", challenger.weights)))
    verdict = hold_up(champion, both, lessons, rehearsal, Promise())
    (criterion,) = (one for one in verdict.criteria if one.name == "holds no group against anyone")
    assert not criterion.is_met
    assert "Held against: Armenians" in criterion.text


def _against(word: str, weights: Weights) -> Weights:
    """The same weights, but for what is said whenever that word is there."""
    counts = weights.pipeline()["words"].transform([f"{word} {word}", word[:-1]])
    coef = weights.coef[:, weights.attributes.index(UNWANTED)].copy()
    known = set(weights.pipeline()["words"].transform([WORD, "people live in this town"]).indices.tolist())
    for row in set(counts.indices.tolist()) - known:
        if row < len(weights.idf):
            coef[row] += 60.0
    return weights.with_head(UNWANTED, coef, float(weights.intercept[-1]))


def test_languages_and_labels_are_told_apart(champion: Contender, challenger: Contender, rehearsal: Rehearsal) -> None:
    some = arrived(400)
    mixed = [one._replace(language="de" if number % 3 else "en") for number, one in enumerate(some)]
    verdict = hold_up(champion, challenger, lessons_of(mixed, 12), rehearsal, Promise())
    names = {one.name for one in verdict.comparisons}
    assert {"site, language de", "site, language en", "site: insult", "elsewhere: toxicity"} <= names
    told = as_json(verdict)
    assert [one["on"] for one in told["decisions"]] == ["site", "elsewhere"]
    assert {one["name"] for one in told["comparisons"]} == names


def test_the_champion_is_ranked_by_its_highest_score_until_it_knows_the_site(
    champion: Contender, challenger: Contender, lessons: Lessons
) -> None:
    said = champion.say(lessons.counts)
    assert np.array_equal(said.unwanted, said.scores.max(axis=1))
    again = challenger.say(lessons.counts)
    assert np.array_equal(again.unwanted, again.scores[:, again.attributes.index(UNWANTED)])
    assert again.attributes == (*ATTRIBUTES, UNWANTED)
