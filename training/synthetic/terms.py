"""The groups of people that are named, with the three forms a template may ask for."""

from typing import Final, NamedTuple

PEOPLE: Final = "people"
FAITH: Final = "faith"
MIGRANT: Final = "migrant"
PERSON: Final = "person"
POWER: Final = "power"

ORIGIN: Final = frozenset({PEOPLE, FAITH, MIGRANT})
ANY: Final = ORIGIN | {PERSON}
FORMS: Final = ("one", "many", "adj")


class Term(NamedTuple):
    """One group: `one` of them, `many` of them, and what is theirs (`adj`); `weight`: how often it is named."""

    kind: str
    one: str
    many: str
    adj: str
    weight: int = 1

    def form(self, name: str) -> str:
        """The form of that name, one of `FORMS`."""
        return {"one": self.one, "many": self.many, "adj": self.adj}[name]


def _nation(adjective: str, weight: int = 1) -> Term:
    """A people whose members are called as what is theirs is: an Armenian, Armenians, Armenian."""
    return Term(PEOPLE, adjective, f"{adjective}s", adjective, weight)


def _persons(kind: str, word: str, weight: int = 1) -> Term:
    """A group that has an adjective only: a deaf person, deaf people, deaf."""
    return Term(kind, f"{word} person", f"{word} people", word, weight)


TERMS: Final = (
    Term(PEOPLE, "Jew", "Jews", "Jewish", 4),
    _nation("Armenian", 2),
    _nation("Azerbaijani", 2),
    _nation("Azeri", 2),
    _nation("Georgian", 2),
    Term(PEOPLE, "Kurd", "Kurds", "Kurdish", 2),
    _nation("Persian", 2),
    _nation("Iranian", 3),
    Term(PEOPLE, "Arab", "Arabs", "Arab", 2),
    _nation("Israeli", 2),
    _nation("Palestinian", 2),
    Term(PEOPLE, "Turk", "Turks", "Turkish", 2),
    _nation("Russian", 2),
    _nation("Ukrainian"),
    _nation("Chechen"),
    _persons(PEOPLE, "Talysh"),
    Term(PEOPLE, "Lezgin", "Lezgins", "Lezgin"),
    _nation("Ossetian"),
    _persons(PEOPLE, "Abkhaz"),
    _nation("Circassian"),
    _nation("Dagestani"),
    _nation("Assyrian"),
    Term(PEOPLE, "Baloch", "the Baloch", "Baloch"),
    Term(PEOPLE, "Lur", "Lurs", "Lur"),
    Term(PEOPLE, "Turkmen", "Turkmens", "Turkmen"),
    _nation("Afghan", 2),
    _nation("Hazara"),
    _nation("Syrian"),
    _nation("Iraqi"),
    _persons(PEOPLE, "Lebanese"),
    _nation("Egyptian"),
    _nation("Saudi"),
    _nation("Moroccan"),
    _nation("Algerian"),
    _nation("Pakistani"),
    _nation("Indian"),
    _persons(PEOPLE, "Chinese"),
    _nation("Mexican"),
    _nation("Somali"),
    _nation("Nigerian"),
    _persons(PEOPLE, "black", 4),
    _persons(PEOPLE, "white", 2),
    _nation("Asian", 2),
    _nation("African"),
    _nation("Latino"),
    _persons(PEOPLE, "Roma", 2),
    Term(PEOPLE, "Pole", "Poles", "Polish"),
    _nation("Romanian"),
    _nation("Albanian"),
    Term(PEOPLE, "Serb", "Serbs", "Serbian"),
    _nation("Greek"),
    _nation("German"),
    _nation("American"),
    _nation("European"),
    _nation("Uyghur"),
    _persons(PEOPLE, "brown"),
    _persons(PEOPLE, "Indigenous"),
    Term(PEOPLE, "Finn", "Finns", "Finnish"),
    _nation("Bolivian"),
    _nation("Tamil"),
    _nation("Kazakh"),
    _nation("Tatar"),
    _nation("Berber"),
    _persons(PEOPLE, "Vietnamese"),
    _nation("Ethiopian"),
    Term(FAITH, "Muslim", "Muslims", "Muslim", 4),
    Term(FAITH, "Shia", "Shias", "Shia", 2),
    Term(FAITH, "Sunni", "Sunnis", "Sunni", 2),
    Term(FAITH, "Bahá'í", "Bahá'ís", "Bahá'í"),
    Term(FAITH, "Bahai", "Bahais", "Bahai"),
    Term(FAITH, "Zoroastrian", "Zoroastrians", "Zoroastrian"),
    Term(FAITH, "Christian", "Christians", "Christian", 2),
    Term(FAITH, "Catholic", "Catholics", "Catholic"),
    Term(FAITH, "Hindu", "Hindus", "Hindu"),
    Term(FAITH, "Sikh", "Sikhs", "Sikh"),
    Term(FAITH, "Alevi", "Alevis", "Alevi"),
    Term(FAITH, "Druze", "the Druze", "Druze"),
    Term(FAITH, "Yazidi", "Yazidis", "Yazidi"),
    Term(FAITH, "Sufi", "Sufis", "Sufi"),
    Term(FAITH, "Copt", "Copts", "Coptic"),
    Term(FAITH, "Mormon", "Mormons", "Mormon"),
    Term(FAITH, "Quaker", "Quakers", "Quaker"),
    Term(FAITH, "Buddhist", "Buddhists", "Buddhist"),
    Term(FAITH, "Jain", "Jains", "Jain"),
    Term(FAITH, "atheist", "atheists", "atheist"),
    Term(MIGRANT, "immigrant", "immigrants", "immigrant", 3),
    Term(MIGRANT, "migrant", "migrants", "migrant", 2),
    Term(MIGRANT, "refugee", "refugees", "refugee", 3),
    Term(MIGRANT, "asylum seeker", "asylum seekers", "asylum-seeking"),
    Term(MIGRANT, "foreigner", "foreigners", "foreign"),
    _persons(PERSON, "gay", 4),
    Term(PERSON, "lesbian", "lesbians", "lesbian", 2),
    _persons(PERSON, "bisexual"),
    _persons(PERSON, "homosexual"),
    _persons(PERSON, "transgender", 2),
    _persons(PERSON, "trans", 3),
    _persons(PERSON, "queer"),
    _persons(PERSON, "nonbinary"),
    Term(PERSON, "woman", "women", "female", 4),
    Term(PERSON, "feminist", "feminists", "feminist", 2),
    _persons(PERSON, "disabled", 2),
    _persons(PERSON, "deaf"),
    _persons(PERSON, "blind"),
    _persons(PERSON, "autistic"),
    _persons(PERSON, "elderly"),
    _persons(PERSON, "homeless"),
    _persons(PERSON, "intersex"),
    _persons(PERSON, "dyslexic"),
    Term(PERSON, "widow", "widows", "widowed"),
    Term(PERSON, "pensioner", "pensioners", "retired"),
    Term(POWER, "mullah", "mullahs", "mullah", 2),
    Term(POWER, "ayatollah", "ayatollahs", "ayatollah"),
    Term(POWER, "cleric", "clerics", "clerical"),
    Term(POWER, "Zionist", "Zionists", "Zionist", 3),
    Term(POWER, "settler", "settlers", "settler", 2),
)
