"""How a writer spells words so that a machine should not know them: attacks on single words, each by its name."""

import html
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from random import Random
from string import ascii_lowercase, ascii_uppercase
from typing import Final, NamedTuple

Spell = Callable[[str, Random], str]
"""Another spelling of a word; the word itself where there is none."""

_CYRILLIC: Final = dict(zip("aceopxyijsABCEHKMOPTX", "асеорхуіјѕАВСЕНКМОРТХ", strict=True))
_GREEK: Final = dict(zip("aoviukpnABEHIKMNOPTXYZ", "αονιυκρηΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True))
_LEET: Final = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "b": "8", "g": "9", "l": "1"}
_EMOJI: Final = {"a": "🅰", "b": "🅱", "o": "🅾⭕", "i": "ℹ❗", "s": "💲", "x": "❌", "m": "Ⓜ", "p": "🅿", "t": "✝"}
_ANY_EMOJI: Final = "💩🐒🖕🔥😂🌕🍩💣"
_SOUNDS: Final = (("ck", "k"), ("f", "ph"), ("c", "k"), ("s", "z"), ("ee", "i"), ("oo", "u"), ("x", "ks"), ("y", "i"))
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ACCENTS: Final = dict(zip("aceinouyszr", "áçéïñöüýšžř", strict=True))
_MARKS: Final = "\u0300\u0301\u0302\u0303\u0306\u0308\u0323\u0331\u0336"
_TURNED: Final = dict(zip(ascii_lowercase, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True))
_VOWELS: Final = "aeiouAEIOU"
_HIDDEN: Final = "\u200b\u200c\u200d\u2060\ufeff"
_LEAST: Final = 3
"""Letters of a word that is attacked."""


class Attack(NamedTuple):
    """`counts`: a change of characters after which a person reads the word at a glance; the others are told beside.

    `spell` changes a word; `glue`, where there is one, stands in place of the white space after it. `is_html`: the
    comment is submitted as HTML, and what is spelled is markup.
    """

    name: str
    counts: bool
    spell: Spell = lambda word, _: word
    glue: str | None = None
    is_html: bool = False

    def apply(self, pieces: Sequence[str], attacked: Collection[int], random: Random) -> str:
        """The comment anew; `pieces` are its words at odd places with what stands between them at even ones."""
        shown = [html.escape(piece, quote=False) for piece in pieces] if self.is_html else list(pieces)
        for at in attacked:
            shown[at] = self.spell(shown[at], random)
            if self.glue is not None and at + 2 < len(shown) and shown[at + 1].isspace():
                shown[at + 1] = self.glue
        return "".join(shown)


def is_word(piece: str) -> bool:
    """Whether a piece is long enough to be attacked, and of Latin letters."""
    return len(piece) >= _LEAST and piece.isalpha() and unicodedata.name(piece[0], "").startswith("LATIN")


def _each(replaced: Callable[[str, Random], str]) -> Spell:
    return lambda word, random: "".join(replaced(letter, random) for letter in word)


def _offset(capital: int, small: int) -> Spell:
    """Each letter as another drawing of the alphabet that begins there."""
    drawings = {
        **{letter: chr(capital + at) for at, letter in enumerate(ascii_uppercase)},
        **{letter: chr(small + at) for at, letter in enumerate(ascii_lowercase)},
    }
    return _each(lambda letter, _: drawings.get(letter, letter))


def _between(separators: str) -> Spell:
    return lambda word, random: random.choice(separators).join(word)


def _mixed_between(word: str, random: Random) -> str:
    return "".join(letter + random.choice(".-_ ") for letter in word[:-1]) + word[-1]


def _some(table: dict[str, str], share: float) -> Spell:
    """At least one letter that the table has, and others by chance."""

    def spell(word: str, random: Random) -> str:
        places = [at for at, letter in enumerate(word) if letter in table]
        if not places:
            return word
        chosen = {random.choice(places), *(at for at in places if random.random() < share)}
        return "".join(random.choice(table[letter]) if at in chosen else letter for at, letter in enumerate(word))

    return spell


def _lowered(table: dict[str, str], share: float) -> Spell:
    spell = _some(table, share)
    return lambda word, random: spell(word.lower(), random)


def _one_vowel(signs: str) -> Spell:
    """A sign for a vowel, not for the first letter."""

    def spell(word: str, random: Random) -> str:
        places = [at for at, letter in enumerate(word) if at and letter in _VOWELS]
        if not places:
            return word
        at = random.choice(places)
        return f"{word[:at]}{random.choice(signs)}{word[at + 1 :]}"

    return spell


def _all_vowels(sign: str) -> Spell:
    return lambda word, _: word[0] + "".join(sign if letter in _VOWELS else letter for letter in word[1:])


def _inner(change: Callable[[str, int, Random], str], *, before_end: int = 1, least: int = 4) -> Spell:
    """A change at a place within a word; its first and its last letter stay."""

    def spell(word: str, random: Random) -> str:
        return change(word, random.randrange(1, len(word) - before_end), random) if len(word) >= least else word

    return spell


def _near(word: str, at: int, random: Random) -> str:
    row = next((row for row in _KEYS if word[at].lower() in row), "")
    place = row.find(word[at].lower())
    near = [row[other] for other in (place - 1, place + 1) if 0 <= other < len(row)]
    return f"{word[:at]}{random.choice(near)}{word[at + 1 :]}" if near else word


def _swapped(word: str, random: Random) -> str:
    places = [at for at in range(1, len(word) - 2) if word[at] != word[at + 1]]
    if not places:
        return word
    at = random.choice(places)
    return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"


def _by_sound(word: str, _: Random) -> str:
    lower = word.lower()
    return next((lower.replace(one, other, 1) for one, other in _SOUNDS if one in lower), word)


def _halved(joint: str) -> Spell:
    return _inner(lambda word, at, _: f"{word[:at]}{joint}{word[at:]}", before_end=0, least=3)


def _heaped(count: int) -> Spell:
    return _each(lambda letter, random: letter + "".join(random.choices(_MARKS, k=count)))


def _cut(joints: str) -> Spell:
    """A sign within the word; nothing is lost."""
    return _inner(lambda word, at, random: f"{word[:at]}{random.choice(joints)}{word[at:]}", before_end=0, least=3)


def _stretched(word: str, at: int, random: Random) -> str:
    return f"{word[:at]}{word[at] * random.randrange(3, 7)}{word[at + 1 :]}"


def _marked_up(word: str, at: int, random: Random) -> str:
    before, after = random.choice((("**", "**"), ("__", "__"), ("`", "`"), ("[b]", "[/b]")))
    return f"{word[:at]}{before}{word[at:]}{after}"


ATTACKS: Final = (
    Attack("Cyrillic look-alikes", True, _some(_CYRILLIC, 0.5)),
    Attack("Cyrillic look-alikes wherever there is one", True, _some(_CYRILLIC, 1.0)),
    Attack("Greek look-alikes", True, _some(_GREEK, 0.5)),
    Attack("full-width letters", True, _offset(0xFF21, 0xFF41)),
    Attack("mathematical letters", True, _offset(0x1D400, 0x1D41A)),
    Attack("mathematical script", True, _offset(0x1D4D0, 0x1D4EA)),
    Attack("letters in circles", True, _offset(0x24B6, 0x24D0)),
    Attack("letters in black squares", True, _offset(0x1F170, 0x1F170)),
    Attack("regional indicators", True, _offset(0x1F1E6, 0x1F1E6)),
    Attack("emoji for letters", True, _lowered(_EMOJI, 0.7)),
    Attack("an emoji for a vowel", True, _one_vowel(_ANY_EMOJI)),
    Attack("accents", True, _lowered(_ACCENTS, 0.7)),
    Attack("a mark on each letter", True, _heaped(1)),
    Attack("marks in heaps", True, _heaped(4)),
    Attack("zero-width characters", True, _each(lambda letter, random: letter + random.choice(_HIDDEN))),
    Attack("soft hyphens", True, _between("\u00ad")),
    Attack("leet, one letter or more", True, _lowered(_LEET, 0.3)),
    Attack("leet, every letter that has a digit", True, _lowered(_LEET, 1.0)),
    Attack("a star for a vowel", True, _one_vowel("*")),
    Attack("another sign for a vowel", True, _one_vowel("#-.%&_+?")),
    Attack("stars for all vowels", True, _all_vowels("*")),
    Attack("spaces between letters", True, _between(" ")),
    Attack("dots or dashes between letters", True, _between(".-_*~|")),
    Attack("mixed signs between letters", True, _mixed_between),
    Attack("a space in the word", True, _cut(" ")),
    Attack("a hyphen or dot in the word", True, _cut("-.")),
    Attack("a letter doubled", True, _inner(lambda word, at, _: f"{word[:at]}{word[at]}{word[at:]}", least=3)),
    Attack("a letter stretched", True, _inner(_stretched, before_end=0, least=3)),
    Attack("a letter left out", True, _inner(lambda word, at, _: f"{word[:at]}{word[at + 1 :]}")),
    Attack("neighbours swapped", True, _swapped),
    Attack("glued to the next word by a sign", True, glue="!"),
    Attack("glued to the next word by a dot", True, glue="."),
    Attack("glued to the next word", True, glue=""),
    Attack("broken by an empty tag", True, _halved("<b></b>"), is_html=True),
    Attack("broken by a comment", True, _halved("<!-- -->"), is_html=True),
    Attack("letters as entities", True, _each(lambda letter, _: f"&#{ord(letter)};"), is_html=True),
    Attack("half of it marked up", True, _inner(_marked_up, least=3)),
    Attack("case mixed", True, _each(lambda letter, random: random.choice((letter.lower(), letter.upper())))),
    Attack("a letter of a neighbouring key", False, _inner(_near)),
    Attack("spelled by sound", False, _by_sound),
    Attack("turned over", False, lambda word, _: "".join(_TURNED.get(one, one) for one in reversed(word.lower()))),
    Attack("backwards", False, lambda word, _: word[::-1]),
)
"""All of them, those that count first."""


def changed(attack: Attack, pieces: Sequence[str], attacked: Collection[int], seed: str) -> str:
    """The comment after the attack, the same for the same seed."""
    return attack.apply(pieces, attacked, Random(f"{attack.name} {seed}"))


def words_in(pieces: Sequence[str]) -> Iterator[int]:
    """The places of the words that can be attacked."""
    return (at for at in range(1, len(pieces), 2) if is_word(pieces[at]))
