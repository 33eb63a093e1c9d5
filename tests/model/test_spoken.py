"""Which of the languages of its script a text is in."""

import time
from collections.abc import Sequence
from itertools import chain
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from model.common_words import COMMON_WORDS, PECULIAR_LETTERS
from model.kernel import compiled
from model.spoken import UNLISTED, CommonWordsInPython, Expected
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


def identify_by_words(text: str, expected: Sequence[str]) -> str | None:
    return Expected(tuple(expected)).identify(text)


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


_WORDS: Final = (
    ("the", "and", "don't", "x" * 48),
    ("le", "il", "and", "x" * 9),
    ("naïve", "é", "le"),
    (),
    ("ünlü", "il"),
)
_LETTERS: Final = ("", "é", "ïéß", "ß", "ü")
_PIECES: Final = (
    *chain.from_iterable(_WORDS),
    *".,!'’-@/…“¿_xïß \n\x00\x1c\x85\u2003\ud800👍",
    *(
        "x" * 49,
        "x" * 8,
        "x" * 9,
        "x" * 8 + "y",
        "ü.",
        "ab ",
        "cd ",
        "ef ",
        "gh ",
        "ij ",
        "kl ",
        "mn ",
        "op ",
        "qr ",
        "st ",
    ),
)
TWIN: Final = CommonWordsInPython(_WORDS, _LETTERS)
EXPECTED: Final = st.lists(st.sampled_from([*range(len(_WORDS)), UNLISTED]), unique=True).map(bytes)
needs_kernel = pytest.mark.skipif(compiled is None, reason="there is no compiled kernel to compare with")


@needs_kernel
@settings(max_examples=400)
@given(st.lists(st.sampled_from(_PIECES), max_size=60).map("".join) | st.text(), EXPECTED)
@example("the le the", b"\0")
@example("the le il", b"\0")
@example("the\x00 the", b"\0")
@example("naïve é le le", b"\0\1")
@example("… ! ’", b"\xff")
def test_the_kernel_finds_the_language_that_its_twin_finds(text: str, expected: bytes) -> None:
    assert compiled.CommonWords(_WORDS, _LETTERS).find(text, expected) == TWIN.find(text, expected)


@needs_kernel
@pytest.mark.parametrize("before", ["", "the ", "the " + "x" * 59, "the " * 70, "x " * 31 + "the "])
def test_every_character_of_ascii_parts_words_as_for_the_twin(before: str) -> None:
    kernel = compiled.CommonWords(_WORDS, _LETTERS)
    for sign in map(chr, range(128)):
        for text in (f"{before}le{sign}il", f"{before}{sign}le il", f"{before}le{sign} {sign}il{sign}le"):
            assert kernel.find(text, b"\0\1") == TWIN.find(text, b"\0\1")


@needs_kernel
@pytest.mark.parametrize(
    ("words", "letters", "error"),
    [
        ((("",),), ("",), ValueError),
        ((("x" * 49,),), ("",), ValueError),
        (((b"the",),), ("",), ValueError),
        ((["the"],), ("",), ValueError),
        ((("the",),), (), ValueError),
        ((("the",),), (1,), ValueError),
        ((("the",),), ("a",), ValueError),
        ((("the",),), ("\u3042",), ValueError),
        (((),) * 129, ("",) * 129, ValueError),
        ([("the",)], ("",), TypeError),
        (1, ("",), TypeError),
    ],
)
def test_lists_that_are_none_are_refused(words: object, letters: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        compiled.CommonWords(words, letters)


@needs_kernel
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), TypeError),
        (("the",), TypeError),
        ((b"the", b""), TypeError),
        (("the", "en"), ValueError),
        (("the", bytes([len(_WORDS)])), ValueError),
        (("the", bytes(129)), ValueError),
    ],
)
def test_what_no_language_can_be_found_by_is_refused(arguments: tuple[object, ...], error: type[Exception]) -> None:
    common = compiled.CommonWords(_WORDS, _LETTERS)
    with pytest.raises(error):
        common.find(*arguments)
    assert common.find("the", b"") == -1


@needs_kernel
def test_all_that_is_common_is_found_by_both() -> None:
    lists = tuple(tuple(words.split()) for words in COMMON_WORDS.values())
    letters = tuple(PECULIAR_LETTERS.get(language, "") for language in COMMON_WORDS)
    kernel, twin = compiled.CommonWords(lists, letters), CommonWordsInPython(lists, letters)
    for number, words in enumerate(lists):
        for at in range(0, len(words), 7):
            text = " ".join(words[at : at + 7])
            for expected in (b"", bytes([number]), bytes([len(lists) - 1]), bytes([UNLISTED, 0])):
                assert kernel.find(text, expected) == twin.find(text, expected)
