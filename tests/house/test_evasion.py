"""Caught comments are spelled anew by every attack, always alike, and those that still are caught are counted."""

import json
from pathlib import Path

import pytest

from benchmarks import evasion
from benchmarks.attacks import ATTACKS, Attack, changed, words_in
from model.bundle import Bundle
from model.registry import Registry
from model.shares import Share
from model.text import read


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_changes_the_words_that_it_is_told_and_no_others(attack: Attack) -> None:
    target = ["", "You", " ", "stupid", " ", "idiot", ", be ", "off", "!"]
    spelled = changed(attack, target, [3, 5], "a seed")
    assert spelled == changed(attack, target, [3, 5], "a seed")
    assert spelled != "".join(target)
    assert spelled.startswith("You ")
    assert spelled.endswith("off!")


def test_only_words_of_some_letters_are_attacked_and_only_those_that_have_latin_ones() -> None:
    pieces = ["", "an", " ", "idiot", " ", "дурак", "42", "fool", "."]
    assert [pieces[at] for at in words_in(pieces)] == ["idiot", "fool"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("zero-width characters", "idiot"),
        ("full-width letters", "idiot"),
        ("broken by an empty tag", "idiot"),
        ("letters as entities", "idiot"),
        ("marks in heaps", "idiot"),
    ],
)
def test_what_only_looks_otherwise_is_read_as_the_word_itself(name: str, word: str) -> None:
    [attack] = [one for one in ATTACKS if one.name == name]
    spelled = changed(attack, ["an ", word, "!"], [1], "a seed")
    assert read(spelled, "html" if attack.is_html else "text").normalised == f"an {word}!"


def test_without_a_corpus_comments_of_our_own_are_attacked(shared_models: Path) -> None:
    bundle = Registry(shared_models).load()
    samples = evasion.sample(bundle, None, 1_000)
    assert set(samples.caught) <= set(evasion.OWN)
    assert samples.found.of == len(evasion.OWN)
    assert sorted(samples.clean) == sorted(evasion.OWN_CLEAN)


def test_of_a_corpus_only_what_training_left_out_is_attacked(shared_models: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    rows = [{"text": f"You idiot number {at}!", "lang": "en", "toxicity": 1} for at in range(200)]
    rows += [{"text": f"Good morning number {at}.", "lang": "en", "toxicity": 0} for at in range(200)]
    rows += [{"text": f"Дурак {at}!", "lang": "ru", "toxicity": 1} for at in range(200)]
    corpus.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    samples = evasion.sample(Registry(shared_models).load(), corpus, 1_000)
    assert 5 < samples.found.of < 50
    assert all(text.startswith("You idiot") for text in samples.caught)
    assert all(text.startswith("Good morning") for text in samples.clean)


def test_what_is_still_caught_is_told_for_every_attack(shared_models: Path) -> None:
    bundle = Registry(shared_models).load()
    # The tiny model catches by words of its own.
    texts = [text for text in ("You idiot!", "Buy cheap pills now", "idiot idiot idiot") if _is_caught(bundle, text)]
    samples = evasion.Samples(texts, ["Good morning."], Share(len(texts), 3))
    lines = evasion.measure(bundle, samples)
    assert [line.attack for line in lines] == list(ATTACKS)
    assert all(line.weighty.of == line.every.of == len(texts) and line.alarms.of == 1 for line in lines)
    shown = evasion.report(bundle, samples, lines)
    assert all(attack.name in shown for attack in ATTACKS)
    assert [measure.unit for measure in evasion.measures(lines)][:2] == ["%", "%"]


def test_a_report_is_put_where_the_page_has_a_place_for_it() -> None:
    page = evasion.written("before\n<!-- evasion -->\nold\n<!-- /evasion -->\nafter", "a table\n")
    assert page == "before\n<!-- evasion -->\n\na table\n\n<!-- /evasion -->\nafter"
    assert evasion.written(page, "a table\n") == page
    with pytest.raises(ValueError, match="no place"):
        evasion.written("a page without", "a table\n")


def _is_caught(bundle: Bundle, text: str) -> bool:
    return evasion.is_caught(bundle, read(text))
