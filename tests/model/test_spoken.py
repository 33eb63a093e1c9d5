"""Which of the languages of its script a text is in."""

import time
from itertools import chain
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.common_words import COMMON_WORDS, PECULIAR_LETTERS
from model.kernel import compiled
from model.languages import UNDETERMINED, identify
from model.spoken import CommonWordsInPython, identify_by_words
from model.text import normalise

FOREIGN = [
    ("az", "Niyə heç kim bu körpünü təmir etmir, üç ildir xarabdır"),
    ("az", "men bunu bilmirdim, sag olun"),
    ("az", "HAMISI EYNİ OĞRULAR"),
    ("ca", "No entenc per què l'alcalde no fa res"),
    ("cs", "Nechápu, proč s tím starosta nic nedělá"),
    ("cy", "Mae'r bont wedi torri ers tair blynedd a does neb yn ei thrwsio"),
    ("da", "Broen har været i stykker i tre år og ingen gør noget"),
    ("de", "Ich verstehe nicht, warum der Bürgermeister nichts tut"),
    ("de", "die Brücke ist seit drei Jahren kaputt"),
    ("eo", "Mi ne komprenas kial la urbestro faras nenion pri la ponto"),
    ("es", "No entiendo por qué el gobierno sigue sin hacer nada"),
    ("es", "A MI ME PARECE BIEN, PERO NADIE LO DICE"),
    ("eu", "Ez dut ulertzen zergatik ez duen alkateak ezer egiten"),
    ("fi", "En ymmärrä miksi kaupunki ei tee mitään"),
    ("fr", "Je ne comprends pas pourquoi le maire ne fait rien"),
    ("fr", "C’est n’importe quoi, il faut que ça change"),
    ("hr", "Most je pokvaren već tri godine i nitko ga ne popravlja"),
    ("hu", "Nem értem, miért nem csinál semmit a polgármester"),
    ("id", "Jembatan itu rusak sudah tiga tahun dan tidak ada yang memperbaiki"),
    ("it", "Secondo me andrà a finire male, come sempre in questo paese"),
    ("ku", "Çima kes vê pirê çênake, sê sal e xerabe ye"),
    ("lt", "Nesuprantu, kodėl meras nieko nedaro"),
    ("nl", "De brug is al drie jaar kapot en niemand doet er wat aan"),
    ("pl", "Nie rozumiem, dlaczego burmistrz nic nie robi"),
    ("pt", "A ponte está partida há três anos e ninguém a arranja"),
    ("ro", "Podul e stricat de trei ani si nimeni nu face nimic"),
    ("so", "Maan hubo sababta uu duqu waxba u qaban waayay buundada"),
    ("sq", "Nuk e kuptoj pse kryetari nuk bën asgjë"),
    ("sv", "Jag förstår inte varför kommunen inte gör något"),
    ("tl", "Hindi ko maintindihan kung bakit walang ginagawa ang mayor"),
    ("tr", "Köprü üç yıldır bozuk ve kimse tamir etmiyor"),
    ("tr", "bu ulke boyle devam ederse batar"),
    ("vi", "cầu hỏng ba năm rồi mà không ai sửa"),
    ("ar-Latn", "ana mesh fahem leh mafish 7ad byeshta8al"),
    ("fa-Latn", "chera hich kas in pol ro dorost nemikone"),
    ("he-Latn", "ata metumtam ve lo mevin klum"),
    ("hi-Latn", "mujhe samajh nahi aa raha ki sarkar kya kar rahi hai"),
    ("hy-Latn", "menq hayer enq u mer hoghn e sa"),
    ("ka-Latn", "me ar vici ra xdeba am qveyanashi"),
    ("ar", "والله هذا عيب، لماذا لا يقول أحد شيئا"),
    ("bg", "Защо никой не поправя моста, вече три години е счупен"),
    ("fa", "چرا هیچ کس این پل را درست نمی کند"),
    ("kk", "Бұл көпірді неге ешкім жөндемейді, мен білмеймін"),
    ("ru", "Почему никто не чинит этот мост, уже три года"),
    ("uk", "Чому ніхто не лагодить цей міст, вже три роки"),
    ("ur", "یہ پل کوئی ٹھیک کیوں نہیں کرتا، تین سال سے خراب ہے"),
    ("ru-Latn", "ya ne ponimayu pochemu mer nichego ne delaet"),
]
ENGLISH = [
    "Thanks!",
    "lol",
    "WHAT A JOKE",
    "idiots",
    "u r an 1d10t",
    "y u do dis, fck off m8",
    "pls fix ur site",
    "STUPID STUPID STUPID",
    "Ilham Aliyev and Nikol Pashinyan met in Prague",
    "Heydar Aliyev Centre Baku Azerbaijan",
    "Reza Pahlavi, Shirin Ebadi, Farnaz Fassihi",
    "Benjamin Netanyahu, Itamar Ben Gvir, Bezalel Smotrich",
    "Mohammad bin Salman al Saud",
    "Recep Tayyip Erdoğan",
    "Kebab, ghormeh sabzi, fesenjan, tahdig: Persian food rules",
    "Tabriz, Isfahan, Shiraz, Mashhad, Qom, Ahvaz protests tonight",
    "Los Angeles, El Paso",
    "Ludwig van Beethoven and Johann Sebastian Bach",
    "Der Spiegel, Die Zeit and Le Monde wrote this already",
    "My grandmother always said 'sin prisa pero sin pausa' and she was right",
    "As the French say, plus ca change, plus c'est la meme chose",
    "I read it at https://example.org/que-la-de-los-para/ and laughed",
    "@la_nacion @el_pais #los #las hello",
    "Zan Zendegi Azadi! Woman, life, freedom",
    "la la la la la la",
    "f u c k y o u a n d e l s e",
    "Don’t you dare – it’s “café” 😀",
]


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_a_sentence_shows_its_language_on_another_s_site(language: str, text: str) -> None:
    assert identify_by_words(normalise(text), ["en"]) == language
    assert identify_by_words(normalise(text), []) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_names_slang_disguises_links_and_quotations_leave_english_what_it_is(text: str) -> None:
    assert identify_by_words(normalise(text), ["en"]) == "en"


@pytest.mark.parametrize("text", ["gracias", "Merci!", "salam", "", "123", "tamam", "genau"])
def test_a_short_text_is_in_the_language_expected_first(text: str) -> None:
    assert identify_by_words(text, ["en", "de"]) == "en"
    assert identify_by_words(text, ["de", "en"]) == "de"


def test_arabic_letters_alone_do_not_make_it_arabic() -> None:
    assert identify_by_words(normalise("این مردم چرا هیچ وقت یاد نمی گیرند"), ["ar"]) == "fa"
    assert identify_by_words(normalise("كل الناس تعرف هذا من زمان"), ["fa", "ar"]) == "ar"
    assert identify_by_words(normalise("سلام"), ["ar", "fa"]) == "ar"


def test_most_of_a_text_decides() -> None:
    english = "I think that this is what they should have said to us before the election. "
    turkish = "Bence bu seçimden önce bize söylemeleri gereken şey buydu, ama kimse bir şey demedi. "
    assert identify_by_words(normalise(3 * english + turkish), ["en"]) == "en"
    assert identify_by_words(normalise("I think so. " + turkish), ["en"]) == "tr"


def test_languages_of_the_site_go_before_their_relatives() -> None:
    text = "Não percebo porque é que ninguém faz nada"
    assert identify_by_words(normalise(text), ["en", "pt"]) == "pt"
    assert identify_by_words("jeg vet ikke hva de vil", ["nb"]) == "nb"
    assert identify_by_words(normalise("Ne razumem zašto niko ništa ne radi"), ["en", "bs"]) == "bs"


def test_without_any_language_expected_the_words_decide_alone() -> None:
    assert identify_by_words("they should have said so before", []) == "en"
    assert identify_by_words("hello", []) is None


def test_a_long_text_without_one_common_word_is_in_no_language_known() -> None:
    quechua = "Manam yachanichu imaraykucha llaqta kamayuq chaka allichanankupaq mana imatapas ruwanchu"
    assert identify_by_words(quechua.casefold(), ["en"]) is None


def test_a_language_that_is_not_listed_is_left_to_whoever_names_it() -> None:
    kinyarwanda = "sinzi impamvu umuyobozi ntacyo akora ku kiraro kimaze imyaka itatu cyangiritse na we arabizi"
    assert identify_by_words(kinyarwanda, ["rw"]) == "rw"
    assert identify_by_words("I do not know why they let the bridge fall to pieces", ["rw"]) == "en"


@pytest.mark.parametrize("language", COMMON_WORDS)
def test_words_are_listed_once_as_texts_are_read(language: str) -> None:
    words = COMMON_WORDS[language].split()
    assert [word for word in words if normalise(word) != word or len(word) == 1] == []
    assert len(words) == len(set(words))
    letters = PECULIAR_LETTERS.get(language, "")
    assert [letter for letter in letters if normalise(letter) != letter or letter.isascii()] == []


def test_letters_are_of_languages_that_are_listed() -> None:
    assert PECULIAR_LETTERS.keys() <= COMMON_WORDS.keys()


@given(text=st.text(), expected=st.lists(st.sampled_from(["en", "de", "fa", "rw", "sr", "es"]), unique=True))
def test_any_text_is_in_a_language_expected_or_listed_or_none(text: str, expected: list[str]) -> None:
    assert identify_by_words(text, expected) in {*expected, *COMMON_WORDS, None}


@pytest.mark.parametrize("piece", ["a", "la ", "é", "é ", "'", "\N{DOUBLE ACUTE ACCENT}x ", "//// "])
def test_no_text_takes_long(piece: str) -> None:
    begin = time.thread_time()
    identify_by_words((piece * 1_500)[:1_500], ["en"])
    assert time.thread_time() - begin < 1


_MIXED = [word for language in ("en", "de", "ro", "fr") for word in COMMON_WORDS[language].split() if word.isascii()]


@given(
    st.lists(st.tuples(st.sampled_from([*_MIXED, "x.y", "a/b", "@me"]), st.sampled_from([" ", "! ", "\x1c", "\n"]))),
    st.sampled_from(["en", "de", "xx"]),
)
def test_a_text_that_is_plainly_as_expected_is_told_the_long_way_too(words: list[tuple[str, str]], first: str) -> None:
    text = "".join(chain.from_iterable(words))[:1_500]
    assert identify(text, "", [first]) == (identify_by_words(text, [first]) or UNDETERMINED)


_OWN: Final = frozenset({b"the", b"and", b"a", b"don't", b"sixteen-letters-"})
_OTHERS: Final = frozenset({b"le", b"il", b"eightlet", b"eightlets", b"fifteen-letters"})
_PIECES: Final = (
    *(word.decode() for word in (*_OWN, *_OTHERS)),
    *".,;:!? \t\x0b\x1c\x00'-@x{",
    "sixteen-letters-x",
    "thee",
)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@given(st.lists(st.sampled_from(_PIECES)).map("".join) | st.text(st.characters(max_codepoint=127)))
@example("le the le")
@example("the le il")
@example("the\x00 the")
def test_the_compiled_words_are_found_where_their_twin_finds_them(text: str) -> None:
    assert compiled.CommonWords(_OWN, _OTHERS).is_plain(text) is CommonWordsInPython(_OWN, _OTHERS).is_plain(text)


@pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")
@pytest.mark.parametrize(
    ("own", "others", "error"),
    [
        ([b""], [], ValueError),
        ([b"seventeen-letters"], [], ValueError),
        (["the"], [], ValueError),
        (["the", 1], [], ValueError),
        ([b"the"], [b"the"], ValueError),
        ([b"the", b"the"], [], ValueError),
        ([], [b"fifteen-letter\xc3\xa9"], ValueError),
        (1, [], TypeError),
        ([], None, TypeError),
    ],
)
def test_common_words_that_cannot_be_told_apart_are_refused(
    own: object, others: object, error: type[Exception]
) -> None:
    with pytest.raises(error):
        compiled.CommonWords(own, others)
    with pytest.raises(TypeError):
        compiled.CommonWords([b"the"], [b"le"]).is_plain(b"the")
    assert not compiled.CommonWords([b"the"], []).is_plain("the é")
