"""Thresholds of a site's bundle."""

import numpy as np

from model.curves import Curve
from model.policy import Policy, Threshold
from training.house import UNWANTED
from training.house_thresholds import Limits, of_attributes, of_unwanted
from training.promises import Promise

RANDOM = np.random.default_rng(5)


def test_unwanted_queues_what_finds_nine_in_ten() -> None:
    is_rejected = np.arange(1_000) % 4 == 0
    scores = np.where(is_rejected, RANDOM.uniform(0.4, 1.0, 1_000), RANDOM.uniform(0.0, 0.5, 1_000)).astype(np.float32)
    limits = of_unwanted(scores, is_rejected, [(np.full(200, 0.01, np.float32), 0.03)], Promise())
    queue_at = limits.thresholds[UNWANTED].queue_at
    assert queue_at is not None
    assert 0.4 <= queue_at < 0.46
    assert set(limits.curves) == {UNWANTED}
    assert len(limits.sentences) == 1


def test_unwanted_queues_no_more_than_its_share_of_harmless_comments() -> None:
    is_rejected = np.arange(400) % 4 == 0
    scores = np.full(400, 0.5, np.float32) + np.where(is_rejected, 0.01, 0.0).astype(np.float32)
    harmless = np.linspace(0, 1, 201, dtype=np.float32)
    limits = of_unwanted(scores, is_rejected, [(harmless, 0.03), (np.zeros(0, np.float32), 0.01)], Promise())
    queue_at = limits.thresholds[UNWANTED].queue_at
    assert queue_at is not None
    assert (harmless >= queue_at).mean() <= 0.03
    assert "0% of what the site rejects is found" in limits.sentences[-1]
    assert all(level is None or level >= queue_at for _, level in limits.curves[UNWANTED].queue_at)


def trained(reject_at: float) -> Limits:
    curve = Curve(((0.02, reject_at),), ((0.1, 0.2),))
    return Limits({"insult": Threshold(0.2, reject_at), "spam": Threshold(0.2, 0.9)}, {"insult": curve}, ())


def test_an_automatic_rejection_that_moderators_contradict_is_taken_back() -> None:
    scores = np.zeros((100, 2), np.float32)
    scores[:20] = 0.95
    is_rejected = np.zeros(100, np.bool_)
    is_rejected[:5] = True
    limits = of_attributes(trained(0.8), scores, is_rejected, ("insult", "spam"), Promise(), Policy())
    assert limits.thresholds["insult"] == Threshold(0.2, None)
    assert limits.curves["insult"].reject_at == ((0.02, None),)
    assert limits.curves["insult"].queue_at == ((0.1, 0.2),)
    assert "insult no longer rejects automatically: the moderators approved 15 of 20" in limits.sentences[0]


def test_a_single_approval_takes_nothing_back() -> None:
    scores = np.zeros((100, 2), np.float32)
    scores[:5] = 0.95
    is_rejected = np.zeros(100, np.bool_)
    is_rejected[:4] = True
    given = trained(0.8)
    assert of_attributes(given, scores, is_rejected, ("insult", "spam"), Promise(), Policy()) == given


def test_where_more_is_known_a_higher_threshold_is_found() -> None:
    scores = np.linspace(0, 1, 4_000, dtype=np.float32)[:, np.newaxis].repeat(2, axis=1)
    is_rejected = scores[:, 0] > 0.9
    limits = of_attributes(trained(0.8), scores, is_rejected, ("insult", "spam"), Promise(), Policy())
    found = limits.thresholds["insult"].reject_at
    assert found is not None
    assert 0.89 < found < 0.95


def contradicted(trained_at: float | None, policy: Policy, at: float = 0.7) -> Limits:
    """What becomes of `insult`, of which moderators approve 50 of 60 that score as told, by a site's policy."""
    scores = np.zeros((200, 1), np.float32)
    scores[:60] = at
    is_rejected = np.zeros(200, np.bool_)
    is_rejected[:10] = True
    curve = Curve(((0.02, trained_at), (0.1, 0.6)), ((0.1, 0.2),))
    given = Limits({"insult": Threshold(0.2, trained_at)}, {"insult": curve}, ())
    promise = Promise(policy.max_wrong_rejects or Promise().max_wrong_rejects)
    return of_attributes(given, scores, is_rejected, ("insult",), promise, policy)


def test_what_the_sites_own_promise_rejects_is_taken_back_where_moderators_contradict_it() -> None:
    policy = Policy(max_wrong_rejects=0.1)
    limits = contradicted(None, policy)
    assert policy.thresholds(limits.thresholds, limits.curves)["insult"] == Threshold(0.2, None)
    assert limits.sentences == (
        "insult no longer rejects automatically: the moderators approved 50 of 60 such comments.",
    )


def test_what_a_stricter_promise_does_not_reject_takes_nothing_back() -> None:
    limits = contradicted(0.65, Policy(max_wrong_rejects=0.01))
    assert limits.thresholds["insult"] == Threshold(0.2, 0.65)
    assert not limits.sentences


def test_a_threshold_that_the_site_has_set_stands_and_is_told() -> None:
    policy = Policy(reject_at={"insult": 0.5})
    limits = contradicted(0.8, policy)
    assert limits.thresholds["insult"] == Threshold(0.2, 0.8)
    assert policy.thresholds(limits.thresholds, limits.curves)["insult"].reject_at == 0.5
    assert limits.sentences == (
        "insult rejects from 0.500, which the site has set itself: the moderators approved 50 of 60 such comments.",
    )
    assert not contradicted(0.65, Policy(reject_at={"insult": None})).sentences
