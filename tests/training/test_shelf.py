"""What is put on the shelf is taken from it again, row by row, whatever the parts."""

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp  # type: ignore[import-untyped]

from training.shelf import PARTS, Shelf, parts_for

COLUMNS = 9


def counts(rows: int, seed: int = 0) -> sp.csr_matrix:
    random = np.random.default_rng(seed)
    return sp.csr_matrix(random.poisson(0.5, (rows, COLUMNS)).astype(np.float32))


def all_of(shelf: Shelf) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The rows in the order of their numbers."""
    found = np.full((shelf.rows, COLUMNS), np.nan, np.float32)
    for one in range(shelf.parts):
        found[shelf.numbers(one)] = shelf.take(one).toarray()
    return found


@pytest.mark.parametrize("parts", [1, 2, 16, 300])
def test_every_row_is_found_again_under_its_number(tmp_path: Path, parts: int) -> None:
    batches = [counts(rows, seed) for seed, rows in enumerate((50, 1, 0, 120))]
    shelf = Shelf(tmp_path / "shelf", COLUMNS, parts=parts)
    numbers = [shelf.put(batch).tolist() for batch in batches]
    assert sum(numbers, []) == list(range(171))  # noqa: RUF017 - few
    assert (all_of(shelf) == sp.vstack(batches).toarray()).all()
    assert sorted(number for one in range(parts) for number in shelf.numbers(one)) == list(range(171))


def test_rows_without_any_feature_are_rows(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, COLUMNS, parts=2)
    shelf.put(sp.csr_matrix((5, COLUMNS), dtype=np.float32))
    assert (all_of(shelf) == 0).all()


def test_an_empty_part_has_rows_of_the_same_width(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, COLUMNS)
    assert shelf.take(3).shape == (0, COLUMNS)
    assert shelf.numbers(3).tolist() == []


def test_each_part_is_a_sample_of_all_that_was_put_whatever_the_order(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, COLUMNS, parts=4)
    for seed in range(10):
        shelf.put(counts(200, seed))
    for one in range(4):
        by_batch = np.bincount(shelf.numbers(one) // 200, minlength=10)
        assert by_batch.min() > 25
        assert by_batch.max() < 75


def test_the_same_seed_deals_the_same_rows(tmp_path: Path) -> None:
    shelves = [Shelf(tmp_path / str(number), COLUMNS, parts=4, seed=seed) for number, seed in enumerate((1, 1, 2))]
    for shelf in shelves:
        shelf.put(counts(100))
    one, same, other = (shelf.numbers(0).tolist() for shelf in shelves)
    assert one == same != other


def test_counts_above_what_a_byte_holds_are_kept_as_that(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 3, parts=1)
    shelf.put(sp.csr_matrix(np.array([[254, 255, 300]], np.float32)))
    assert shelf.take(0).toarray().tolist() == [[254, 255, 255]]
    assert shelf.take(0).dtype == np.float32


def test_a_part_stays_small_however_many_rows_there_are() -> None:
    assert {parts_for(rows) for rows in (0, 1_000, 100_000)} == {PARTS}
    assert all(rows / parts_for(rows) <= 8_000 for rows in (200_000, 2_000_000, 50_000_000))


def test_a_shelf_that_was_closed_goes_on_as_if_it_never_had_been(tmp_path: Path) -> None:
    kept, other = (Shelf(tmp_path / name, COLUMNS, parts=4, seed=3) for name in ("kept", "other"))
    for shelf in (kept, other):
        shelf.put(counts(60))
    kept.close()
    opened = Shelf.open(tmp_path / "kept")
    for shelf in (opened, other):
        assert shelf.put(counts(40, 1)).tolist() == list(range(60, 100))
    assert all(opened.numbers(part).tolist() == other.numbers(part).tolist() for part in range(4))
    assert (all_of(opened) == all_of(other)).all()
    assert opened.take(0).shape == other.take(0).shape


def test_a_shelf_with_nothing_on_it_can_be_closed(tmp_path: Path) -> None:
    Shelf(tmp_path, COLUMNS, parts=3).close()
    assert (Shelf.open(tmp_path).rows, Shelf.open(tmp_path).parts) == (0, 3)
