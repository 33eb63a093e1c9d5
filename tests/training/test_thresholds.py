"""Thresholds that keep a publisher's promises on comments nobody has seen yet."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.policy import Threshold
from model.shares import Share
from training.metrics import Flags, Floats, is_fine, is_unwanted, reaches, upper_bound
from training.promises import Promise
from training.thresholds import Choice, choose, choose_all, confirm, grid, queue_at, thin, thresholds_of, united

NAN = math.nan
SIMULATIONS = 200


def simulated(random: np.random.Generator, rows: int) -> tuple[Floats, Floats]:
    """Calibrated scores, most of them low, and labels that come true as often as the scores say."""
    scores = np.where(random.random(rows) < 0.08, random.beta(30, 0.5, rows), random.beta(0.5, 12, rows))
    return scores, (random.random(rows) < scores).astype(np.float64)


def chosen(scores: Floats, labels: Floats, promise: Promise | None = None, natural: Flags | None = None) -> Choice:
    return choose(scores, labels, is_fine(labels[:, np.newaxis]), promise, natural=natural)


def test_promises_hold_in_nineteen_of_twenty_simulations() -> None:
    promise = Promise()
    everyone, truth = simulated(np.random.default_rng(99), 1_000_000)
    positives = np.sort(everyone[truth > 0])
    wrong = missed = rejecting = 0
    for seed in range(SIMULATIONS):
        choice = chosen(*simulated(np.random.default_rng(seed), 8_000), promise)
        assert choice.missed_kept
        assert choice.threshold.queue_at is not None
        missed += bool(np.searchsorted(positives, choice.threshold.queue_at) / positives.size > promise.max_missed)
        if choice.threshold.reject_at is not None:
            rejecting += 1
            rejected = reaches(everyone, choice.threshold.reject_at)
            wrong += bool(1 - truth[rejected].mean() > promise.max_wrong_rejects)
    assert rejecting > SIMULATIONS / 4  # the promise is not kept by never rejecting
    assert wrong <= SIMULATIONS * (1 - promise.confidence)
    assert missed <= SIMULATIONS * (1 - promise.confidence)


def test_searching_does_not_find_a_promise_that_every_threshold_breaks_by_a_hair() -> None:
    promise = Promise()
    broken = 0
    for seed in range(SIMULATIONS):
        random = np.random.default_rng(seed)
        labels = (random.random(8_000) > 1.05 * promise.max_wrong_rejects).astype(np.float64)
        broken += chosen(random.random(8_000), labels, promise).rejects_kept
    assert broken <= SIMULATIONS * (1 - promise.confidence)


def test_a_scorer_that_knows_nothing_never_rejects() -> None:
    for seed in range(20):
        random = np.random.default_rng(seed)
        choice = chosen(random.random(5_000), (random.random(5_000) < 0.1).astype(np.float64))
        assert choice.threshold.reject_at is None
        assert not choice.rejects_kept
        assert choice.wrong_rejects is not None
        assert choice.wrong_rejects.at_most > 0.5
        assert "Does not auto-reject" in choice.text
        assert "the best that could be is" in choice.text


def test_a_scorer_that_knows_everything_rejects_as_much_as_the_grid_allows() -> None:
    labels = np.repeat([1.0, 0.0], 1_000)
    choice = chosen(np.linspace(1, 0, 2_000), labels)
    most = max(count for count in grid(2_000) if count <= 1_000)
    assert choice.rates.rejected == Share(most, 2_000)
    assert choice.wrong_rejects is not None
    assert choice.wrong_rejects.seen == Share(0, most)
    assert choice.wrong_rejects.at_most == pytest.approx(1 - (0.05 / len(grid(2_000))) ** (1 / most))


@pytest.mark.parametrize(("positives", "kept"), [(28, False), (29, True)])
def test_few_positives_cannot_promise_anything_of_misses(positives: int, *, kept: bool) -> None:
    labels = np.append(np.ones(positives), np.zeros(500))
    choice = chosen(np.append(np.linspace(0.5, 0.9, positives), np.linspace(0, 0.4, 500)), labels)
    assert choice.missed_kept is kept
    assert ("point estimate" in choice.text) is not kept
    assert choice.missed is not None
    assert choice.missed.seen.count == (0 if kept else 2)


def test_without_positives_nothing_is_queued_or_promised() -> None:
    choice = chosen(np.linspace(0, 1, 100), np.zeros(100))
    assert choice.threshold == Threshold(None, None)
    assert choice.missed is None
    assert not choice.missed_kept


@pytest.mark.parametrize("rows", [0, 1])
def test_too_few_rows_are_told_as_such(rows: int) -> None:
    choice = chosen(np.linspace(0.1, 0.9, rows), np.ones(rows))
    assert choice.threshold.reject_at is None
    assert "too few rows" in choice.text


def test_rows_that_were_not_asked_do_not_count() -> None:
    scores, labels = simulated(np.random.default_rng(0), 3_000)
    more = np.append(labels, np.full(500, NAN))
    choice = choose(np.append(scores, np.full(500, NAN)), more, is_fine(more[:, np.newaxis]))
    assert choice == chosen(scores, labels)


def test_a_comment_that_is_unwanted_for_another_reason_is_no_wrong_reject() -> None:
    labels = np.append(np.zeros(900), np.ones(100))
    fine = np.append(np.ones(400, np.bool_), np.zeros(600, np.bool_))
    choice = choose(np.linspace(0, 1, 1_000), labels, fine)
    assert choice.wrong_rejects is not None
    assert choice.rejects_kept
    assert choice.wrong_rejects.seen.of > 100  # more than are positive of the attribute itself


def test_equal_scores_are_judged_alike() -> None:
    labels = np.append(np.ones(600), np.tile([1.0, 0.0, 0.0], 400))
    choice = chosen(np.append(np.full(600, 0.9), np.full(1_200, 0.3)), labels)
    assert choice.threshold.reject_at == pytest.approx(0.6)
    assert choice.threshold.queue_at == pytest.approx(0.15)
    assert choice.rates.rejected.count == 600


def test_thresholds_lie_between_scores_so_that_rounding_moves_no_comment() -> None:
    scores, labels = simulated(np.random.default_rng(1), 8_000)
    exact = chosen(scores, labels)
    for limit in (exact.threshold.queue_at, exact.threshold.reject_at):
        assert limit is not None
        assert not (scores == limit).any()
    assert chosen(scores.astype(np.float32), labels).rates == exact.rates


def test_a_score_that_is_no_number_is_an_error() -> None:
    with pytest.raises(ValueError, match="no number"):
        chosen(np.array([0.1, NAN]), np.array([0.0, 1.0]))


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(1, 1_500),
    st.floats(0.01, 0.5),
    st.floats(0.01, 0.5),
    st.sampled_from([2, 9, 99]),
)
def test_rejecting_never_begins_below_queueing(seed: int, rows: int, wrong: float, missed: float, levels: int) -> None:
    random = np.random.default_rng(seed)
    scores = np.round(random.random(rows) * levels) / levels
    labels = (random.random(rows) < scores).astype(np.float64)
    choice = chosen(scores, labels, Promise(wrong, missed))
    queue_at, reject_at = choice.threshold.queue_at, choice.threshold.reject_at
    if reject_at is not None:
        assert queue_at is not None
        assert queue_at <= reject_at
        assert choice.wrong_rejects is not None
        assert choice.wrong_rejects.at_most <= wrong
    if choice.missed is not None:
        assert upper_bound(choice.missed.seen.count, choice.missed.seen.of) <= choice.missed.at_most
    assert choice.missed_kept is (choice.missed is not None and choice.missed.at_most <= missed)


def test_a_stricter_promise_never_rejects_more() -> None:
    scores, labels = simulated(np.random.default_rng(2), 20_000)
    counts = [chosen(scores, labels, Promise(limit)).rates.rejected.count for limit in (0.01, 0.02, 0.05, 0.2)]
    assert all(fewer <= more for fewer, more in pairwise(counts))
    assert counts[0] < counts[-1]


@pytest.mark.parametrize("value", [0, 1, -0.1, NAN])
def test_a_promise_that_no_sample_can_show_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="max_missed"):
        Promise(max_missed=value)


def test_thinning_restores_the_prior_and_keeps_all_negatives() -> None:
    unwanted = np.arange(1_000) < 400
    kept = thin(unwanted, 0.10, seed=3)
    assert kept[~unwanted].all()
    assert kept[unwanted].sum() == 66
    assert (kept == thin(unwanted, 0.10, seed=3)).all()
    assert (kept != thin(unwanted, 0.10, seed=4)).any()


def test_thinning_takes_nothing_from_what_is_natural() -> None:
    unwanted = np.arange(1_000) % 20 == 0
    assert thin(unwanted).all()
    assert thin(np.zeros(0, np.bool_)).size == 0


def test_each_group_is_thinned_by_itself() -> None:
    unwanted = np.append(np.arange(90) < 45, np.arange(100) < 5)
    kept = thin(unwanted, groups=["enriched"] * 90 + ["natural"] * 100)
    assert kept[90:].all()
    assert kept[:45].sum() == 5


def test_rejects_are_counted_at_the_natural_prior_and_misses_on_all_positives() -> None:
    scores, labels = simulated(np.random.default_rng(5), 4_000)
    natural = thin(labels > 0, 0.02)
    choice = chosen(scores, labels, natural=natural)
    assert choice.missed == chosen(scores, labels).missed
    assert choice.rates.accepted.of == natural.sum()


def family(random: np.random.Generator, rows: int) -> tuple[Floats, Floats]:
    """Scores and labels of toxicity, threat and spam: a threat is hard to tell as such, but is toxic to look at."""
    toxic, toxic_label = simulated(random, rows)
    spam, spam_label = simulated(random, rows)
    threat_label = np.where(random.random(rows) < 0.02, toxic_label, 0.0)
    threat = np.full(rows, 0.002) + 0.001 * random.random(rows)
    return np.stack([toxic, threat, spam], axis=-1), np.stack([toxic_label, threat_label, spam_label], axis=-1)


NAMES = ("toxicity", "threat", "spam")


def test_attributes_of_a_family_find_its_comments_together() -> None:
    scores, labels = family(np.random.default_rng(3), 20_000)
    choices = choose_all(scores, labels, NAMES)
    assert tuple(choices) == NAMES
    assert choices["threat"].missed == choices["toxicity"].missed
    assert choices["threat"].missed_kept
    assert choices["threat"].rates.queued.count == 0  # alone it would have to queue nine of ten comments
    assert choose(scores[:, 1], labels[:, 1], is_fine(labels)).rates.queued.count > 15_000
    assert choices["spam"] == choose(scores[:, 2], labels[:, 2], is_fine(labels))
    assert "of what is positive for abuse was below in all of it" in choices["threat"].text


def test_what_a_family_promises_holds_in_nineteen_of_twenty_simulations() -> None:
    everyone, truth = family(np.random.default_rng(98), 400_000)
    broken = 0
    for seed in range(SIMULATIONS):
        scores, labels = family(np.random.default_rng(1_000 + seed), 4_000)
        choices = choose_all(scores, labels, NAMES)
        queued, rejected = united(everyone[:, :2], [choices[name].threshold for name in NAMES[:2]])
        abusive = is_unwanted(truth[:, :2])
        broken += bool((~queued & ~rejected)[abusive].mean() > 0.10)
    assert broken <= SIMULATIONS * 0.05


def test_what_attacks_nobody_is_queued_and_others_say_when_to_reject() -> None:
    scores, labels = family(np.random.default_rng(6), 20_000)
    insult = scores[:, :1], labels[:, :1]
    names = ("toxicity", "obscene", "insult")
    choices = choose_all(np.repeat(insult[0], 3, axis=1), np.repeat(insult[1], 3, axis=1), names)
    assert [choices[name].threshold.reject_at is None for name in names] == [True, True, False]
    assert len({choices[name].threshold.queue_at for name in names}) == 1
    assert not choices["obscene"].rejects_kept
    assert choices["obscene"].wrong_rejects is None
    assert "not that anybody is attacked" in choices["obscene"].text


def test_where_nobody_was_asked_who_is_attacked_toxicity_rejects() -> None:
    scores, labels = family(np.random.default_rng(7), 20_000)
    unasked = np.full((len(labels), 1), NAN)
    alone = choose_all(scores[:, :1], labels[:, :1], ("toxicity",))["toxicity"].threshold
    both = np.hstack([scores[:, :1], scores[:, :1]]), np.hstack([labels[:, :1], unasked])
    assert alone.reject_at is not None
    assert choose_all(*both, ("toxicity", "insult"))["toxicity"].threshold == alone


def test_what_is_promised_of_misses_shows_on_a_tenth_of_as_many_rows() -> None:
    scores, labels = family(np.random.default_rng(8), 90_000)
    limits = thresholds_of(choose_all(scores[:80_000], labels[:80_000], NAMES))
    found = confirm(scores[80_000:], labels[80_000:], [limits[name] for name in NAMES])
    assert found.missed_kept


@pytest.mark.parametrize("positives", [29, 34, 35, 60])
def test_few_positives_that_can_show_the_promise_keep_it(positives: int) -> None:
    scores = np.linspace(0, 1, positives)
    level, order = queue_at(scores, np.ones(positives, np.bool_), Promise())
    assert order is not None
    assert upper_bound(order, positives) <= Promise().max_missed
    assert int((scores < (level or 0)).sum()) == order


def test_an_attribute_of_no_family_stands_alone() -> None:
    scores, labels = simulated(np.random.default_rng(4), 5_000)
    choices = choose_all(scores[:, np.newaxis], labels[:, np.newaxis], ["unwanted"])
    assert choices == {"unwanted": chosen(scores, labels)}


def test_together_any_attribute_rejects_and_all_must_accept() -> None:
    scores = np.array([[0.9, 0.0], [0.0, 0.9], [0.6, 0.0], [0.1, 0.1]])
    queued, rejected = united(scores, [Threshold(0.5, 0.8), Threshold(0.5, None)])
    assert rejected.tolist() == [True, False, False, False]
    assert queued.tolist() == [False, True, True, False]


def test_a_confirmation_counts_what_the_chosen_thresholds_do_elsewhere() -> None:
    labels = np.array([[1.0, NAN], [0.0, NAN], [NAN, 1.0], [0.0, 0.0], [NAN, NAN]])
    scores = np.array([[0.9, 0.1], [0.8, 0.1], [0.1, 0.4], [0.1, 0.1], [0.9, 0.9]])
    found = confirm(scores, labels, [Threshold(0.5, 0.7), Threshold(0.5, 0.7)])
    assert found.wrong_rejects.seen == Share(1, 2)
    assert found.missed.seen == Share(1, 2)
    assert (found.rates.accepted, found.rates.rejected) == (Share(2, 4), Share(2, 4))
    assert found.wrong_rejects.at_most == upper_bound(1, 2)
    assert (found.rejects_kept, found.missed_kept) == (False, False)
    assert "1 of 2 (50.0%, at most 97.5%) of the rejected are fine" in found.text


def test_a_confirmation_of_kept_promises_says_so() -> None:
    random = np.random.default_rng(7)
    first, second = (np.stack([simulated(random, 20_000) for _ in range(2)], axis=-1) for _ in range(2))
    fine = is_fine(first[1])
    thresholds = [choose(first[0][:, one], first[1][:, one], fine).threshold for one in range(2)]
    found = confirm(second[0], second[1], thresholds, natural=thin(is_unwanted(second[1]), 0.2))
    assert (found.rejects_kept, found.missed_kept) == (True, True)
    assert found.text.count("kept") == 2


def test_never_rejecting_breaks_no_promise_about_rejects() -> None:
    found = confirm(np.array([[0.9]]), np.array([[0.0]]), [Threshold(0.5, None)])
    assert found.rejects_kept
    assert "0 of 0 (none to count) of the rejected" in found.text
