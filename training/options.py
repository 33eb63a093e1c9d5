"""Options that several commands of `copydesk-train` have, and what they come to."""

from pathlib import Path
from typing import Annotated, Final

import typer

from model.bundle import Bundle, load
from model.registry import DEFAULT, Registry
from training.corpora import CorpusError
from training.promises import Promise
from training.recipe import SOURCE_WEIGHTS, Recipe

USUAL: Final = Recipe()
MODELS: Final = Path("var/models")

Json = Annotated[bool, typer.Option("--json", help="Write JSON for machines.")]
Models = Annotated[Path, typer.Option(help="Folder of the models.", envvar="COPYDESK_MODELS")]
Seed = Annotated[int, typer.Option(help="The same seed and corpus make the same model.")]
Bits = Annotated[int, typer.Option(help="2**BITS rows in the table.", min=10, max=22)]
Alpha = Annotated[float, typer.Option(help="How strongly weights are held at zero.", min=1e-9, max=1.0)]
Epochs = Annotated[int, typer.Option(help="How often to go over the corpus.", min=1)]
Weights = Annotated[
    list[str] | None,
    typer.Option("--weight", metavar="SOURCE=NUMBER", help="How much a source's rows weigh; may be given again."),
]
EqualWeights = Annotated[bool, typer.Option("--equal-weights", help="All rows weigh alike where no --weight says.")]
Synthetic = Annotated[int, typer.Option(help="Rows that a generator adds of what corpora lack; 0: none.", min=0)]
SourceIntercepts = Annotated[
    bool, typer.Option(help="Whether each source has an intercept of its own while a head of abuse learns.")
]
EvenTerms = Annotated[bool, typer.Option(help="Whether all words that name a group of people weigh alike.")]
Untold = Annotated[
    float,
    typer.Option(
        help="Share of rows learned as if the names of groups were not known, for those in no list.", min=0, max=1
    ),
]
LabelsAsGiven = Annotated[
    bool, typer.Option("--labels-as-given", help="Learn labels as they are: nothing is implied, and none is doubted.")
]


def recipe_of(  # noqa: PLR0913 - one for each option
    *,
    seed: int = USUAL.seed,
    bits: int = USUAL.bits,
    alpha: float = USUAL.alpha,
    epochs: int = USUAL.epochs,
    weights: list[str] | None = None,
    equal_weights: bool = False,
    synthetic: int = USUAL.synthetic_rows,
    source_intercepts: bool = True,
    even_terms: bool = USUAL.even_terms,
    untold: float = USUAL.untold,
    labels_as_given: bool = False,
    promise: Promise | None = None,
) -> Recipe:
    """The recipe that the options ask for; raises CorpusError for a weight that is none."""
    usual = {} if equal_weights else SOURCE_WEIGHTS
    return Recipe(
        bits=bits,
        alpha=alpha,
        epochs=epochs,
        seed=seed,
        promise=promise or Promise(),
        source_weights={**usual, **dict(map(_weight, weights or ()))},
        synthetic_rows=synthetic,
        source_intercepts=USUAL.source_intercepts if source_intercepts else (),
        even_terms=even_terms,
        untold=untold,
        not_toxic=() if labels_as_given else USUAL.not_toxic,
        not_spam=() if labels_as_given else USUAL.not_spam,
        reviewed=() if labels_as_given else USUAL.reviewed,
    )


def bundle_of(name: str, models: Path) -> Bundle:
    """The bundle in the folder of that name, of that version, or the one that ships; raises BundleError."""
    if name == "default":
        return load(DEFAULT)
    return load(Path(name)) if Path(name).is_dir() else Registry(models).load(name)


def _weight(given: str) -> tuple[str, float]:
    name, _, number = given.rpartition("=")
    try:
        weight = float(number)
    except ValueError:
        weight = -1.0
    if not name or not 0 <= weight <= 1_000:  # noqa: PLR2004 - said in the message
        message = f"--weight {given!r} is no SOURCE=NUMBER with a number of 0 to 1000, such as davidson=0.3"
        raise CorpusError(message)
    return name, weight
