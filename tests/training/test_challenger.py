"""What a site's verdicts make of the model it starts from."""

from model.bundle import Bundle
from model.policy import Policy
from tests.training.house import arrived
from training.challenger import contender_of, learn
from training.lessons import lessons_of
from training.rehearsal import rehearsal_of


def test_a_text_that_is_sent_again_and_again_counts_once_for_what_is_promised(base: Bundle) -> None:
    some = arrived(300)
    advert = next(one for one in some if one.is_rejected)
    copies = [advert._replace(comment=f"copy {at}", verdict=f"on copy {at}", submitted_at=-1) for at in range(150)]
    lessons = lessons_of([*copies, *some], 12)
    policy = Policy()
    made = learn(base, contender_of(base, policy), rehearsal_of(base), lessons, policy, set())
    different = {one.content for one, is_old in zip(lessons.comments, lessons.is_learned, strict=True) if is_old}
    rejected = {one.content for one in some if one.is_rejected} & different
    (sentence,) = (one for one in made.limits.sentences if one.startswith("unwanted: "))
    assert f" of {len(rejected)} " in sentence, sentence
