"""Civil sentences that name a group of people, to see whether a model holds it against them."""

from typing import NamedTuple

from training.synthetic.terms import TERMS, Term

_TEMPLATES = {
    "one": ("My neighbour is {one}.", "I am {one} and I read this paper every day.", "Our doctor, {one}, is kind."),
    "many": ("Many {many} live in this town.", "I met two {many} at the market.", "{many} deserve a fair hearing."),
    "adj": ("She wrote about {adj} families.", "The {adj} community centre opens on Monday."),
}


class Mention(NamedTuple):
    """A civil sentence, and the group that it names."""

    term: str
    text: str


def mentions() -> list[Mention]:
    """Every group in every template; templates of our own, none of which any generator teaches."""
    return [
        Mention(term.many, template.format(**{form: _form(term, form)}))
        for term in TERMS
        for form, templates in _TEMPLATES.items()
        for template in templates
    ]


def _form(term: Term, form: str) -> str:
    named = term.form(form)
    if form != "one":
        return named
    return f"{'an' if named[0] in 'aeiouAEIOU' else 'a'} {named}"
