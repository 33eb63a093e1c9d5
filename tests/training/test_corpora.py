"""Reading labelled comments from files of every known format."""

import csv
import gzip
import json
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from model.scorer import ATTRIBUTES
from training.corpora import Batch, CorpusError, estimate_rows, read

JIGSAW = ("id", "comment_text", "toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
CIVIL = ("id", "target", "comment_text", "severe_toxicity", "obscene", "identity_attack", "insult", "threat", "asian")
TUBESPAM = ("COMMENT_ID", "AUTHOR", "DATE", "CONTENT", "CLASS")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((header, *rows))
    return path


def write_json(path: Path, rows: Iterable[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def labels(batch: Batch, row: int = 0) -> dict[str, float]:
    values = zip(ATTRIBUTES, batch.labels[row].tolist(), strict=True)
    return {name: round(value, 6) for name, value in values if value == value}  # noqa: PLR0124 -- NaN: nobody was asked


def test_jigsaw_columns_become_attributes(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "any.csv", JIGSAW, [("7", 'Two\nlines, and "quotes"', 1, 0, 1, 0, 1, 0)])
    (batch,) = read(path)
    assert batch.texts == ['Two\nlines, and "quotes"']
    assert (batch.languages, batch.sources) == (["en"], ["jigsaw"])
    assert batch.labels.dtype == np.float32
    assert labels(batch) == {
        "toxicity": 1,
        "severe_toxicity": 0,
        "obscene": 1,
        "threat": 0,
        "insult": 1,
        "identity_attack": 0,
    }


def test_civil_comments_keep_their_fractions_and_what_was_not_asked(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "train.csv", CIVIL, [("1", 0.75, "Well said", 0, 0.1, "", 0.5, 0, "")])
    (batch,) = read(path)
    assert batch.sources == ["civil_comments"]
    assert labels(batch) == {"toxicity": 0.75, "severe_toxicity": 0, "obscene": 0.1, "insult": 0.5, "threat": 0}


def test_civil_comments_name_their_target_toxicity_in_all_data(tmp_path: Path) -> None:
    header = ("id", "comment_text", "split", "toxicity", "sexual_explicit", "insult")
    (batch,) = read(write_csv(tmp_path / "all_data.csv", header, [("1", "Well said", "train", 0.2, 0.9, 0.1)]))
    assert labels(batch) == {"toxicity": 0.2, "insult": 0.1}


def test_each_video_of_tubespam_is_a_source(tmp_path: Path) -> None:
    row = ("z1", "Ann", "2015-05-28", "Subscribe to my channel", 1)
    write_csv(tmp_path / "Youtube02-Second.csv", TUBESPAM, [row])
    write_csv(tmp_path / "Youtube01-First.csv", TUBESPAM, [row])
    batches = list(read(tmp_path))
    assert [batch.sources for batch in batches] == [["tubespam:Youtube01-First"], ["tubespam:Youtube02-Second"]]
    assert labels(batches[0]) == {"spam": 1}


def test_json_lines_need_nothing_but_text(tmp_path: Path) -> None:
    rows = [
        {"text": "Schön", "lang": "de", "source": "ours", "licence": "CC0", "toxicity": 0.25, "spam": None, "note": 1},
        {"text": "Nothing known"},
    ]
    (batch,) = read(write_json(tmp_path / "site.jsonl", rows))
    assert batch.languages == ["de", "und"]
    assert batch.sources == ["ours", "site"]
    assert list(batch.licences) == ["CC0", "unknown"]
    assert (labels(batch), labels(batch, 1)) == ({"toxicity": 0.25}, {})


def test_parquet_has_the_same_fields(tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet"
    table = pa.table(
        {"text": ["One", None, "Three"], "lang": ["en", "en", "ro"], "source": ["a", "a", "b"], "spam": [1.0, 0, None]}
    )
    parquet.write_table(table, path)
    skipped = Counter[str]()
    (batch,) = read(path, skipped=skipped)
    assert batch.texts == ["One", "Three"]
    assert (batch.languages, batch.sources) == (["en", "ro"], ["a", "b"])
    assert (labels(batch), labels(batch, 1)) == ({"spam": 1}, {})
    assert skipped == {str(path): 1}


AUTHORS: list[dict[str, object]] = [
    {"text": "nice post", "author_name": "Cheap loans", "author_url": "https://loans.example/", "spam": 1.0},
    {"text": "nice post", "author_name": None, "author_url": "", "spam": 0.0},
]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_what_is_known_of_authors_is_read_with_their_texts(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"corpus.{ending}"
    if ending == "jsonl":
        path.write_text("".join(json.dumps(line) + "\n" for line in AUTHORS), encoding="utf-8")
    else:
        parquet.write_table(pa.Table.from_pylist(AUTHORS), path)
    (batch,) = read(path)
    known, unknown = batch.comments
    assert unknown is None
    assert known is not None
    assert (known.content, known.author_name) == ("nice post", "Cheap loans")
    assert known.author_url == "https://loans.example/"


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_an_author_that_no_comment_may_have_is_named(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"corpus.{ending}"
    wrong = {"text": "hello", "author_url": "no address"}
    if ending == "jsonl":
        path.write_text(json.dumps(wrong), encoding="utf-8")
    else:
        parquet.write_table(pa.Table.from_pylist([wrong]), path)
    with pytest.raises(CorpusError, match="author_url is 'no address': Please enter a full web address"):
        list(read(path))


def test_another_column_may_stand_for_the_source(tmp_path: Path) -> None:
    lines = write_json(tmp_path / "a.jsonl", [{"text": "x", "source": "s", "test": "one"}, {"text": "y"}])
    (batch,) = read(lines, by="test")
    assert batch.sources == ["one", "a"]
    parquet.write_table(pa.table({"text": ["x"], "source": ["s"], "test": ["two"]}), tmp_path / "b.parquet")
    (batch,) = read(tmp_path / "b.parquet", by="test")
    assert batch.sources == ["two"]


def test_a_column_that_is_not_there_cannot_stand_for_the_source(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"text": ["x"]}), tmp_path / "b.parquet")
    layout = write_csv(tmp_path / "c.csv", TUBESPAM, [("1", "a", "", "x", "0")])
    lines = write_json(tmp_path / "a.jsonl", [{"text": "x", "tset": "one"}])
    for path in (lines, tmp_path / "b.parquet", layout):
        with pytest.raises(CorpusError, match=r"no column [`']test[`'] to tell rows apart by"):
            list(read(path, by="test"))


def test_parquet_without_its_extra_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "corpus.parquet"
    parquet.write_table(pa.table({"text": ["One"]}), path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CorpusError, match=r"pip install 'copydesk\[parquet\]'"):
        list(read(path))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"comment": ["One"]}, "no column `text`"),
        ({"text": [1]}, "`text` holds no strings"),
        ({"text": ["One"], "spam": ["very"]}, "`spam` holds no numbers"),
        ({"text": ["One", "Two"], "spam": [0.0, 7.0]}, "row 2: spam is 7"),
    ],
)
def test_parquet_of_another_shape_says_what_is_wrong(
    tmp_path: Path, columns: dict[str, list[object]], message: str
) -> None:
    path = tmp_path / "corpus.parquet"
    parquet.write_table(pa.table(columns), path)
    with pytest.raises(CorpusError, match=message):
        list(read(path))


def test_a_damaged_parquet_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 64)
    with pytest.raises(CorpusError, match=r"corpus\.parquet"):
        list(read(path))


def test_the_name_does_not_tell_the_format(tmp_path: Path) -> None:
    path = write_json(tmp_path / "comments.csv", [{"text": "One"}])
    assert [batch.texts for batch in read(path)] == [["One"]]


def test_compressed_files_and_byte_order_marks_are_read(tmp_path: Path) -> None:
    path = tmp_path / "comments.csv.gz"
    path.write_bytes(gzip.compress("\ufeffCOMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\r\n1,Ann,,Naïve,0\r\n".encode()))
    (batch,) = read(path)
    assert (batch.texts, batch.sources) == (["Naïve"], ["tubespam:comments"])


def test_a_compressed_file_that_breaks_off_is_named(tmp_path: Path) -> None:
    path = tmp_path / "comments.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "One"}\n' * 9)[:-9])
    with pytest.raises(CorpusError, match=r"comments\.jsonl\.gz cannot be read"):
        list(read(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "One"}\n{"text": "Two"\n', "line 2: "),
        ('{"text": "One"}\n\n["Two"]\n', "line 3: no JSON object"),
        ('{"text": 5}\n', "line 1: text is 5, which is no string"),
        ('{"text": "One", "spam": "very"}\n', "line 1: spam is 'very', which is no number of 0 to 1"),
        ('{"text": "One", "spam": -1}\n', "line 1: spam is -1"),
        ('{"text": "One", "spam": Infinity}\n', "line 1: spam is inf"),
        ('{"text": "One", "spam": [1]}\n', "line 1: spam is "),
        ('{"text": "One"}\n' + "[" * 100_000, "line 2: "),
        ('{"text": "' + "a" * 2**20 + '"}', "line 1: longer than 1,048,576 characters"),
        ("COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\n1,Ann,,Hello\n", "line 2: 4 columns where the header has 5"),
        ("COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\n1,Ann,,Hello,2\n", "line 2: spam is '2'"),
        ('COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\n1,Ann,,"Hello,0\n', "line 2: unexpected end of data"),
        ("COMMENT_ID,AUTHOR,DATE,CONTENT,CLASS\n1,Ann,,\udce9,0\n", "utf-8"),
    ],
)
def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "comments"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CorpusError, match="comments") as raised:
        list(read(path))
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("content", "seen"),
    [("id,comment_text\n1,Hello\n", "begins with 'id,comment_text'"), ("", "is empty"), ("\n \n", "is empty")],
)
def test_an_unknown_format_is_answered_with_what_was_seen_and_what_is_known(
    tmp_path: Path, content: str, seen: str
) -> None:
    path = tmp_path / "test.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"Known are: Parquet or JSON lines.*Jigsaw.*Civil.*YouTube") as raised:
        list(read(path))
    assert seen in str(raised.value)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere\.csv cannot be read"):
        list(read(tmp_path / "nowhere.csv"))


def test_a_row_without_text_is_counted_and_passed_over(tmp_path: Path) -> None:
    path = write_json(tmp_path / "site.jsonl", [{"text": " "}, {"text": None}, {"spam": 1}, {"text": "One"}])
    skipped = Counter[str]()
    assert [batch.texts for batch in read(path, skipped=skipped)] == [["One"]]
    assert skipped == {str(path): 3}


def test_a_folder_is_read_in_the_order_of_names_without_what_is_no_corpus(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.json", ".hidden.jsonl"):
        write_json(tmp_path / name, [{"text": name}])
    (tmp_path / "README.md").write_text("About these files", encoding="utf-8")
    (tmp_path / "evaluation").mkdir()
    write_json(tmp_path / "evaluation" / "c.jsonl", [{"text": "for measuring"}])
    assert [batch.texts for batch in read(tmp_path)] == [["a.json"], ["b.jsonl"]]


def test_a_folder_without_a_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="holds no corpus"):
        list(read(tmp_path))


@pytest.mark.parametrize("size", [1, 3, 7, 8])
def test_batches_have_the_size_asked_for(tmp_path: Path, size: int) -> None:
    texts = [f"Comment {number}" for number in range(7)]
    lines = write_json(tmp_path / "site.jsonl", [{"text": text} for text in texts])
    columns = tmp_path / "site.parquet"
    parquet.write_table(pa.table({"text": texts}), columns)
    for path in (lines, columns):
        batches = list(read(path, rows=size))
        assert [text for batch in batches for text in batch.texts] == texts
        assert {len(batch.texts) for batch in batches[:-1]} <= {size}
        assert all(batch.labels.shape == (len(batch.texts), len(ATTRIBUTES)) for batch in batches)


def test_a_corpus_is_read_no_further_than_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "site.jsonl"
    path.write_text('{"text": "One"}\n' * 4 + "broken\n", encoding="utf-8")
    assert [batch.texts for batch in islice(read(path, rows=2), 2)] == [["One"] * 2] * 2


def test_memory_stays_flat_however_long_the_corpus(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = write_csv(tmp_path / f"{rows}.csv", JIGSAW, ((n, f"{n} " + "words " * 40, 0, 0, 0, 0, 0, 0)
                                                           for n in range(rows)))  # fmt: skip
        tracemalloc.start()
        try:
            assert sum(len(batch.texts) for batch in read(path, rows=500)) == rows
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(20_000) < 1.5 * peak(2_000)


@given(st.lists(st.text(st.characters(codec="utf-8")).filter(str.strip), min_size=1, max_size=5))
def test_a_text_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    lines = write_json(folder / "site.jsonl", [{"text": text} for text in texts])
    table = write_csv(folder / "site.csv", TUBESPAM, [("1", "Ann", "", text, 0) for text in texts])
    for path in (lines, table):
        assert [text for batch in read(path) for text in batch.texts] == texts


def test_how_many_rows_there_are_is_told_before_they_are_read(tmp_path: Path) -> None:
    table = pa.table({"text": ["A comment."] * 123})
    parquet.write_table(table, tmp_path / "one.parquet")
    assert estimate_rows(tmp_path / "one.parquet") == 123
    lines = [{"text": "A comment, as long as comments are where people have something to say.", "toxicity": 0.0}] * 500
    write_json(tmp_path / "two.jsonl", lines)
    assert estimate_rows(tmp_path / "two.jsonl") == pytest.approx(500, rel=0.2)
    (tmp_path / "three.jsonl.gz").write_bytes(gzip.compress((tmp_path / "two.jsonl").read_bytes()))
    assert estimate_rows(tmp_path) >= 600
    assert estimate_rows(tmp_path / "missing.csv") == 0


def test_of_what_only_looks_like_parquet_no_rows_are_told(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and nothing more")
    assert estimate_rows(tmp_path / "broken.parquet") == 0
