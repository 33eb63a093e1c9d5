"""Comments for the benchmarks: written by a seeded generator, no two alike, as long as readers' comments are."""

from collections.abc import Iterator
from random import Random
from typing import Any, Final

_SENTENCES: Final = (
    "I have read {that} twice and still do not see how {who} wants to pay for {what}.",
    "In {place} we tried the same with {what} {when}, and it {did}.",
    "With all respect to {who}, {what} is not what people here talk about.",
    "My {kin} worked for {who} until {when} and says that {what} {did}.",
    "{Who} should have asked those who use {what} every day.",
    "Thank you for {that}, it explains {what} better than {who} ever did.",
    "The headline says one thing about {what}, the third paragraph another.",
    "Has anybody counted what {what} cost us {when}?",
    "I do not agree with {name}: {what} {did}, and everybody in {place} knows it.",
    "It is easy to blame {who}, but {what} was in that state long before {when}.",
    "You write {number} people came; I was there, and it was not half of that.",
    "If {what} {did}, why does nobody ask {who} about it?",
    "@{name} that may be so in {place}, here {what} is another matter.",
    "Good to see that somebody still goes to {place} and listens.",
    "What is missing from {that} is any word about {what}.",
    "{When} the same people told us that {what} could wait.",
    "Between {place} and {place} there are {number} kilometres and not one {thing}.",
    "I would rather have a {thing} in {place} than another report on {what}.",
    "Perhaps {who} can tell us what became of the {thing} that was promised {when}.",
    "My neighbour {name} wrote to {who} about the {thing} and never had an answer.",
    "Honestly, {what} has been discussed to death.",
    "We pay more for a {thing} than for {what}, think about that.",
    "As somebody from {place} I can only laugh at {that}.",
    "The numbers in {that} add up to {number}, not to what {who} said.",
)
_RUDE: Final = (
    "You are an idiot, {name}, and so is everybody who reads {that}.",
    "What a stupid piece of garbage, {who} are all liars and crooks.",
    "Shut up, {name}, nobody cares what a moron like you thinks of {what}.",
)
_SPAM: Final = (
    "I earn {number} dollars a week from home, see www.{name}-income.example/{number} for how.",
    "Best casino bonus for readers in {place}: https://{name}.example/win?ref={number} !!!",
    "Cheap pills without prescription, contact {name}{number} on telegram.",
)
_LISTS: Final = """
that: this article|your report|the comment above|this interview|the whole series|that letter|the column
who: the council|the minister|our mayor|the company|the union|the school board|the water works|the editors|the railway
who: those in the capital|the opposition|the developers|the club|the hospital's directors|the police
what: the new bridge|the tram line|the price of bread|the school reform|the hospital|the harbour|the budget|the drought
what: the old market hall|the night bus|the swimming pool|the rent cap|the flood wall|the stadium|the wage deal
what: the vaccination centre|the power cut|the motorway exit|the library|the election|the airport
did: worked for a year|failed within months|cost twice as much|helped nobody|was quietly dropped|ended in court
did: went better than expected|was never finished|made things worse|did some good after all
when: last winter|in spring|ten years ago|before the election|under the last government|in August|on Tuesday
when: during the strike|after the flood|since the merger
kin: father|sister|uncle|daughter|mother|cousin|wife|husband|grandfather|colleague
thing: bench|bakery|bus stop|doctor|playground|cycle path|post office|cash machine|street lamp|kindergarten|footbridge
thing: chemist|ticket office|drinking fountain
syllable: ba|be|bo|da|de|do|fa|fi|ga|ge|ha|he|ja|jo|ka|ke|ki|la|le|lo|ma|me|mi|mo|na|ne|no|pa|pe|ra|re|ri|ro|sa|se|si
syllable: so|ta|te|ti|to|va|ve|vi|wa|we|za|ze|an|en|in|on|ar|er|ir|or|al|el|il|as|es|is
"""
_RUDE_SHARE, _SPAM_SHARE = 0.06, 0.03
_KNOWN_NAMES, _KNOWN_SHARE = 400, 0.5
_MEDIAN, _SPREAD, _LONGEST = 260, 0.6, 3_000


def _parts() -> dict[str, list[str]]:
    """What may stand in each slot."""
    parts: dict[str, list[str]] = {}
    for line in _LISTS.strip().splitlines():
        slot, _, words = line.partition(": ")
        parts.setdefault(slot, []).extend(words.split("|"))
    return parts


_PARTS: Final = _parts()


class Author:
    """Writes comments; the same seed writes the same ones.

    Of a hundred words one or two are in none of the 20,000 comments before: so it is in comments on news, too.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing is kept secret with it
        self._known = [self._new_name() for _ in range(_KNOWN_NAMES)]

    def write(self, characters: int) -> str:
        """A comment that has so many characters, and ends with its last whole word."""
        sentences: list[str] = []
        length = 0
        while length < characters:
            sentences.append(self._sentence())
            length += len(sentences[-1]) + 1
        text = " ".join(sentences)
        return text if len(text) <= characters else text[: characters + 1].rpartition(" ")[0]

    def submissions(self, count: int) -> Iterator[dict[str, Any]]:
        """Bodies of `POST /v1/comments`, each of another reader; half of them shorter than 260 characters."""
        for _ in range(count):
            name = self._name().title()
            number = self._random.getrandbits(24)
            yield {
                "content": self.write(min(round(self._random.lognormvariate(0, _SPREAD) * _MEDIAN), _LONGEST)),
                "author_name": name,
                "author_email": f"{name.lower()}.{number}@reader.example",
                "author_ip": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
                "article_url": f"https://news.example/2026/11/{self._random.randrange(400)}",
            }

    def _sentence(self) -> str:
        chance = self._random.random()
        kinds = _SPAM if chance < _SPAM_SHARE else _RUDE if chance < _SPAM_SHARE + _RUDE_SHARE else _SENTENCES
        sentence = self._random.choice(kinds)
        while "{" in sentence:
            before, _, rest = sentence.partition("{")
            slot, _, after = rest.partition("}")
            sentence = before + self._fill(slot) + after
        return sentence

    def _fill(self, slot: str) -> str:
        if slot == "number":
            return str(self._random.randrange(3, 4_000))
        if slot in ("name", "place"):
            return self._name().title() if slot == "place" else self._name()
        chosen = self._random.choice(_PARTS[slot.lower()])
        return chosen[0].upper() + chosen[1:] if slot[0].isupper() else chosen

    def _name(self) -> str:
        return self._random.choice(self._known) if self._random.random() < _KNOWN_SHARE else self._new_name()

    def _new_name(self) -> str:
        return "".join(self._random.choices(_PARTS["syllable"], k=self._random.randrange(2, 5)))
