"""The words that name a group of people: those that generated rows name, and further ones.

What is said of one of them is said of a group (`model.lexicon.names_group`).
"""

from typing import Final

from model.text import read
from model.words import find_words, known_form
from training.synthetic.terms import ANY, FORMS, TERMS

_CARRIERS: Final = frozenset({"the", "person", "people", "seeker", "seekers", "seeking"})
"""Words of the terms that name no group by themselves."""

# Peoples, by the word for one of them, to which an s makes several.
_NATIONS: Final = """
adyghe afghani alawi alevite angolan argentine argentinian australian austrian avar bahraini balkar bangladeshi bantu
basque bavarian belarusian belgian bengali bosniak bosnian brazilian brit briton bulgarian cambodian cameroonian
canadian catalan chilean colombian congolese cossack croat croatian cuban cypriot czech dane dargin dutchman
ecuadorian emirati eritrean estonian eurasian fijian filipino frenchman gagauz gambian gazan ghanaian greek guatemalan
guinean gurian haitian hispanic honduran hungarian icelander indonesian ingush israelite italian ivorian jamaican
jordanian kabardian kalmyk karachay karelian kazakhstani kenyan khazar korean kosovar kumyk kuwaiti kyrgyz latina
latvian laz liberian libyan lithuanian macedonian malagasy malaysian malian maltese maori mauritanian megrelian
mingrelian moldovan mongol mongolian montenegrin mozambican namibian nepali nicaraguan nigerien nogai norwegian omani
pamiri panamanian paraguayan pashtun persian peruvian pole prussian punjabi qashqai qatari rohingya rusyn rutul
rwandan samaritan scot senegalese serbian sicilian sindhi singaporean sinhala slav slovak slovene slovenian spaniard
sudanese svan swede syriac tabasaran taiwanese tajik tanzanian thai tibetan tunisian turcoman tuvan udi ugandan
uruguayan uzbek venezuelan yazidi yemeni yemenite zambian zimbabwean zulu"""
# What is theirs, and peoples whose name does not change.
_ALIKE: Final = """
abkhazian arabian arabic aramean ashkenazi austronesian balochi british burmese cossack croatian danish dutch english
finnic french ghanaian gilaki hebrew icelandic irish japanese javanese kazakhi kirghiz kurdistani luri lurish maghrebi
malay mazandarani mizrahi nubian ottoman pashto portuguese qizilbash romany scottish sephardi sinhalese slavic spanish
swedish swiss talyshi turkic turkish ukrainian welsh"""
# Faiths and convictions, ways of living; one of them, and several by an s.
_OTHERS: Final = """
aboriginal adventist agnostic amish amputee anabaptist anglican apostate asexual ashkenazim baptist calvinist
christian crossdresser deportee emigrant emigre epileptic evangelical expat expatriate gypsies gypsy
haredi hasid hui immigrant intersexual ismaili jesuit lgbt lgbtq lutheran mandaean maronite methodist
migrant molokan nonbeliever pansexual pentecostal presbyterian protestant puritan salafi satanist scientologist
sephardim shiite subbotnik sunnite taoist transman transmen transsexual transwoman transwomen unbeliever
wahhabi zaydi"""


def group_words() -> list[str]:
    """The words of the groups that are taught, as a lexicon knows them, each once."""
    return sorted({word for words in _taught().values() for word in words})


def named_words() -> list[str]:
    """All words that name a group, as a lexicon knows them, each once."""
    return sorted({word for words in words_by_form().values() for word in words})


def words_by_form() -> dict[str, list[str]]:
    """The same by the form that a word is (`FORMS`), each once: what is also an adjective is that."""
    taught = _taught()
    several = [f"{word}s" for word in (*_NATIONS.split(), *_OTHERS.split()) if not word.endswith("s")]
    further = {"one": _OTHERS.split(), "many": several, "adj": [*_NATIONS.split(), *_ALIKE.split()]}
    found = {form: {*taught[form], *_words_of(further[form])} for form in FORMS}
    return {form: sorted(words if form == "adj" else words - found["adj"]) for form, words in found.items()}


def _taught() -> dict[str, set[str]]:
    """By form, as above, but that a word may be of several: `black people` is an adjective, as far as it names."""
    return {form: set(_words_of([term.form(form) for term in TERMS if term.kind in ANY])) for form in FORMS}


def _words_of(names: list[str]) -> list[str]:
    found = {word for name in names for word in find_words(read(name).normalised)} - _CARRIERS
    return sorted(set(filter(None, map(known_form, found))))
