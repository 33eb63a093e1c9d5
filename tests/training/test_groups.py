"""Who is a group of people is known far beyond whom generated rows name; who does not exist is in no list."""

from training.groups import group_words, named_words, words_by_form
from training.slices import INVENTED


def test_further_groups_are_known_beside_those_that_are_taught() -> None:
    assert set(group_words()) < set(named_words())
    assert {"svans", "ingush", "rohingya", "japanese", "protestants", "expats", "laz"} <= set(named_words())
    assert not {"people", "person", "the", "friends", "readers", "mullahs"} & set(named_words())


def test_a_word_has_one_form_an_adjective_before_all_others() -> None:
    by_form = words_by_form()
    assert sorted(word for words in by_form.values() for word in words) == named_words()
    for form, words in {
        "one": {"kurd", "jew", "woman", "expat"},
        "many": {"kurds", "jews", "armenians", "women", "danes"},
        "adj": {"kurdish", "jewish", "armenian", "black", "immigrant", "zambian"},
    }.items():
        assert words <= set(by_form[form])


def test_who_shows_what_it_is_to_be_in_no_list_is_in_none() -> None:
    words = {word for term in INVENTED for word in (term.one, term.many, term.adj)}
    assert not {part.casefold() for word in words for part in word.split()} & set(named_words())
