"""How many of the comments that are caught still are when their writer spells them so that a machine should not know.

Abusive comments and spam that training left out, which the model queues or rejects, are spelled anew by each attack of
`benchmarks.attacks`: first only the words that weighed, as somebody would who was told the reasons, then every word.
Without a corpus they are a few of our own.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from statistics import mean
from typing import Annotated, Final, NamedTuple

import numpy as np
import typer

from benchmarks.attacks import ATTACKS, Attack, changed, words_in
from benchmarks.command import run
from benchmarks.summary import Bar, Conditions, Measure, Outcome
from benchmarks.table import show, table
from model.bundle import Bundle
from model.findings import Severity, decide, judge
from model.registry import Registry
from model.shares import Share
from model.text import Text, read
from training.corpora import read as read_corpus
from training.metrics import is_fine, is_unwanted
from training.splits import TEST, fold_of

_COMMENTS, _FEW = 1_000, 100
_ENOUGH: Final = 0.95
_SEED: Final = 5
_LANGUAGES: Final = frozenset({"en", "de", "ro", "und"})
_EXAMPLE: Final = "What a stupid idiot you are"
_WEIGHTY: Final = ("stupid", "idiot")
_PAGE: Final = Path("docs/quality.md")
_BEGIN, _END = "<!-- evasion -->", "<!-- /evasion -->"
_PIECES: Final = re.compile(r"([^\W\d_]+)")

OWN: Final = (
    "You are an idiot and everybody here knows it.",
    "Shut up, you stupid moron.",
    "What a pathetic bunch of losers and liars, all of you.",
    "This journalist is a disgusting piece of garbage.",
    "I hope you die, you worthless scum.",
    "Only a brainless fool would believe such crap.",
    "fuck off and take your shitty newspaper with you",
    "The mayor is a corrupt bastard and his friends are pigs.",
    "Go to hell, you ugly cow.",
    "You people are vermin and should be exterminated.",
    "I will find you and kill you.",
    "Nobody asked you, dumbass, go back to school.",
    "What an arrogant asshole this minister is.",
    "These idiots could not run a bath, let alone a country.",
    "Win a free prize now, click here and claim your cash reward!!!",
    "Earn 500 dollars a day working from home, subscribe to my channel",
)
"""Comments that a model catches, to be attacked where there is no corpus."""
OWN_CLEAN: Final = (
    "I do not agree with the council about the new tram line.",
    "Thank you for this article, it explains the budget well.",
    "My father worked at the harbour for thirty years.",
    "Has anybody counted what the school reform cost us?",
    "The museum opens at ten on Sundays, doesn't it?",
    "It is easy to blame the railway, but the bridge was old.",
    "We pay more for bread than last winter.",
    "The concert in the old market hall was wonderful.",
)
"""Comments that nobody should queue, whose share that is queued stands beside."""


class Samples(NamedTuple):
    """Texts that are caught, texts nothing is wrong with, and how many of the abusive ones were caught."""

    caught: list[str]
    clean: list[str]
    found: Share


class Line(NamedTuple):
    """What an attack came to: of those caught, still caught with the words that weighed spelled anew, and with all.

    `loss`: by how much the highest score fell, on average, in the first case. `alarms`: clean comments queued or
    rejected with every word so spelled. `example`: how it looks.
    """

    attack: Attack
    weighty: Share
    loss: float
    every: Share
    alarms: Share
    example: str


def is_caught(bundle: Bundle, text: Text) -> bool:
    """Whether the model alone queues or rejects a comment."""
    return decide(judge(bundle.scorer.score(text), bundle.thresholds)) is not Severity.ACCEPT


def sample(bundle: Bundle, corpus: Path | None, comments: int) -> Samples:
    """Comments to attack, the same for the same corpus and model; at most so many of each kind."""
    unwanted, clean = (list(OWN), list(OWN_CLEAN)) if corpus is None else _left_out(corpus)
    random = Random(_SEED)  # noqa: S311 - repeatable, and no secret
    random.shuffle(unwanted)
    random.shuffle(clean)
    # Twice as many as are wanted, so that there are enough that are caught.
    tried = unwanted[: 2 * comments]
    caught = [text for text in tried if is_caught(bundle, read(text)) and any(words_in(_PIECES.split(text)))]
    return Samples(caught[:comments], clean[:comments], Share(len(caught), len(tried)))


def _left_out(corpus: Path) -> tuple[list[str], list[str]]:
    unwanted: list[str] = []
    clean: list[str] = []
    for batch in read_corpus(corpus):
        known = np.isin(batch.languages, list(_LANGUAGES)) & (fold_of(batch.texts) == TEST)
        unwanted += [batch.texts[row] for row in np.flatnonzero(known & is_unwanted(batch.labels))]
        clean += [batch.texts[row] for row in np.flatnonzero(known & is_fine(batch.labels))]
    return unwanted, clean


class Target(NamedTuple):
    """A comment to attack: its words at odd places, what stands between at even ones; the words that weighed."""

    pieces: list[str]
    weighty: list[int]
    every: list[int]
    score: float


def aim(bundle: Bundle, text: str) -> Target:
    """Where to attack a comment: at the words that the answer's reasons name; at all, where none of those can be."""
    known = read(text)
    scores = bundle.scorer.score(known)
    reasons = [finding.code for finding in judge(scores, bundle.thresholds)] or [max(scores, key=scores.__getitem__)]
    spans = [span for found in bundle.scorer.explain(known, reasons).values() for span in found]
    pieces = _PIECES.split(text)
    every = list(words_in(pieces))
    begins = np.cumsum([0, *map(len, pieces)]).tolist()
    weighty = [at for at in every if any(span.begin < begins[at + 1] and begins[at] < span.end for span in spans)]
    return Target(pieces, weighty or every, every, max(scores.values()))


def measure(bundle: Bundle, samples: Samples, tell: Callable[[str], None] = lambda _: None) -> list[Line]:
    """Attack them all."""
    caught = [aim(bundle, text) for text in samples.caught]
    clean = [aim(bundle, text) for text in samples.clean]
    lines = []
    for attack in ATTACKS:
        tell(f"evasion: {attack.name}")
        narrow = _attacked(attack, ((target, target.weighty) for target in caught))
        wide = _attacked(attack, ((target, target.every) for target in caught))
        harmless = _attacked(attack, ((target, target.every) for target in clean))
        losses = [
            target.score - max(bundle.scorer.score(text).values()) for target, text in zip(caught, narrow, strict=True)
        ]
        pieces = _PIECES.split(_EXAMPLE)
        example = changed(attack, pieces, [at for at in words_in(pieces) if pieces[at] in _WEIGHTY], "example")
        lines.append(
            Line(
                attack,
                _share(bundle, narrow),
                mean(losses) if losses else 0.0,
                _share(bundle, wide),
                _share(bundle, harmless),
                example,
            )
        )
    return lines


def _attacked(attack: Attack, aims: Iterable[tuple[Target, list[int]]]) -> list[Text]:
    return [
        read(changed(attack, target.pieces, at, str(number)), "html" if attack.is_html else "text")
        for number, (target, at) in enumerate(aims)
    ]


def _share(bundle: Bundle, texts: Sequence[Text]) -> Share:
    return Share(sum(is_caught(bundle, text) for text in texts), len(texts))


def report(bundle: Bundle, samples: Samples, lines: Sequence[Line]) -> str:
    """The table, and below it what the attacked comments were."""
    alarms = _share(bundle, [read(text) for text in samples.clean])
    rows = [
        (
            f"{line.attack.name}{'' if line.attack.counts else ' *'}",
            _told(line.weighty),
            f"{line.loss:.2f}",
            _told(line.every),
            _percent(line.alarms),
            f"`{line.example}`",
        )
        for line in lines
    ]
    return table(
        f"Still caught of {len(samples.caught):,} comments that are caught as they were written",
        ("attack", "the words that weighed", "loss of score", "every word", "clean, every word", "example"),
        rows,
        f"In brackets: 95 % intervals (Clopper-Pearson). Caught: queued or rejected by the model alone; as written, "
        f"{_told(samples.found)} of the abusive comments and spam are, and {_told(alarms)} of {len(samples.clean):,} "
        f"clean ones. `*`: not counted, for a person has to puzzle over it, or reads another word. "
        f"Bundle {bundle.version}.",
    )


def written(page: str, told: str) -> str:
    """The page with this report in its place. Raises ValueError where it has none."""
    before, begins, rest = page.partition(_BEGIN)
    _, ends, after = rest.partition(_END)
    if not (begins and ends):
        message = f"the page has no place for the report, between {_BEGIN} and {_END}"
        raise ValueError(message)
    return f"{before}{_BEGIN}\n\n{told}\n{_END}{after}"


def measures(lines: Sequence[Line]) -> list[Measure]:
    """The lines of the summary: the attack that fares worst, and how many fall short."""
    counted = [line.weighty.value or 0.0 for line in lines if line.attack.counts]
    least = Bar(100 * _ENOUGH, at_least=True, of_ratio=False)
    return [
        Measure("still caught, the attack that evades most", "%", [100 * min(counted)], (), least),
        Measure("still caught, mean of the attacks", "%", [100 * mean(counted)], (), least),
        Measure("attacks below that", f"of {len(counted)}", [float(sum(one < _ENOUGH for one in counted))]),
    ]


def _told(share: Share) -> str:
    low, high = share.interval()
    return f"{_percent(share)} ({100 * low:.1f} to {100 * high:.1f})"


def _percent(share: Share) -> str:
    return f"{share.value or 0.0:.1%}"


def part(conditions: Conditions) -> Outcome:
    """Evasion by itself."""
    bundle = Registry(conditions.models).load()
    samples = sample(bundle, conditions.corpus, _FEW if conditions.quick else _COMMENTS)
    lines = measure(bundle, samples, conditions.tell)
    return Outcome(report(bundle, samples, lines), measures(lines))


def main(
    *,
    corpus: Annotated[Path | None, typer.Option(help="Labelled comments; without: a few of our own.")] = None,
    models: Annotated[Path, typer.Option(help="Folder of models; without a champion the one that ships.")] = Path(),
    comments: Annotated[int, typer.Option(min=1, help="How many comments to attack at most.")] = _COMMENTS,
    write: Annotated[bool, typer.Option("--write", help="Put the table into docs/quality.md.")] = False,
) -> None:
    """Spell caught comments so that they should not be caught, and count those that still are."""
    bundle = Registry(models).load()
    samples = sample(bundle, corpus, comments)
    if not samples.caught:
        message = "none of the comments is caught, so none can be attacked: name another corpus or model"
        raise RuntimeError(message)
    told = report(bundle, samples, measure(bundle, samples))
    show(told)
    if write:
        _PAGE.write_text(written(_PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")


if __name__ == "__main__":
    run(main)
