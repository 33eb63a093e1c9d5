"""Each benchmark runs. What it measures is no matter here: the sizes are tiny, and nothing is timed."""

import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Engine, func, inspect, select

from benchmarks import (
    batch,
    desk,
    filling,
    growth,
    overload,
    path,
    protocols,
    scoring,
    service,
    start,
    store,
    training,
    workers,
)
from benchmarks.comments import Author
from benchmarks.load import Load, Window, wrk
from benchmarks.offering import offer, read_requests
from benchmarks.servers import Server, post, serving
from benchmarks.servers import service as service_command
from benchmarks.streaming import stream
from model.registry import Registry
from service.checks import CHECKS
from store.identifiers import millisecond_of
from store.tables import comments
from tests.store.records import stored

LOADS = ["one by one", *(["wrk"] if shutil.which("wrk") else [])]


def _one_by_one(server: Server, bodies: Path, *, seconds: int, connections: int) -> Window:
    """A load of twenty comments, for where wrk is not installed."""
    del connections
    lines = bodies.read_bytes().splitlines()[:20]
    with server.connection() as connection:
        for line in lines:
            post(connection, server.key, line)
    return Window(requests=len(lines), seconds=seconds, p50=0.001, p99=0.002)


def test_the_same_seed_writes_the_same_comments_and_no_two_alike() -> None:
    submissions = list(Author(7).submissions(500))
    assert submissions == list(Author(7).submissions(500))
    assert len({one["content"] for one in submissions}) > 490
    assert 200 < sum(len(one["content"]) for one in submissions) / 500 < 450
    assert 290 < len(Author(7).write(300)) <= 300


def test_scoring_is_measured(shared_models: Path) -> None:
    bundle = Registry(shared_models).load()
    costs = {length: scoring.measure(bundle, length, rounds=2, comments=10, warm_up=5) for length in (300, 2_000)}
    assert "| scoring" in scoring.report(bundle, costs)


def test_every_step_of_a_comments_path_is_measured(shared_models: Path, tmp_path: Path) -> None:
    taken = path.measure(tmp_path, models=shared_models, rounds=1, comments=10, load=_one_by_one)
    shown = path.report(taken)
    assert all(f"| check: {check.name}" in shown for check in CHECKS)
    assert len(path.measures(taken)) == 1
    _check_plot(path.plot(taken))


def test_two_workers_are_measured_beside_one(shared_models: Path, tmp_path: Path) -> None:
    rounds = workers.measure(tmp_path, models=shared_models, windows=1, seconds=1, connections=2, load=_one_by_one)
    assert "| two workers" in workers.report(rounds, 2)
    assert "| two echoes" in workers.report(rounds, 2)
    assert "| two cores, the load elsewhere" in workers.report(rounds, 2)
    assert len(workers.measures(rounds, 2)) == 4


def test_many_comments_at_once_are_measured_beside_reading_and_writing(shared_models: Path, tmp_path: Path) -> None:
    costs = batch.measure(tmp_path, models=shared_models, rounds=1, comments=20)
    assert "| reading and writing" in batch.report(costs, 20)
    assert len(batch.measures(costs)) == 2


def test_an_open_load_is_answered_and_reported(shared_models: Path, tmp_path: Path) -> None:
    bodies = tmp_path / "bodies"
    service.write_bodies(Author(3), bodies, 60)
    with serving(service_command(tmp_path, shared_models)) as server:
        requests = read_requests(bodies, server.key)
        answered = offer(server, requests, [(50.0, 0.3), (50.0, 0.3), (50.0, 0.3)], connections=4)
    assert len(answered) == 3
    assert all(one.latency > 0 and one.status in {200, 503} for phase in answered for one in phase)
    rounds = [overload.Round(100.0, *answered)]
    assert "| twice the capacity" in overload.report(rounds)
    assert len(overload.measures(rounds)) == 4
    _check_plot(overload.plot(rounds[0]))


def test_growth_is_measured_beside_the_smallest(database_url: str, shared_models: Path, tmp_path: Path) -> None:
    urls = dict(zip((20, 40), (database_url, f"sqlite:///{tmp_path / 'second.db'}"), strict=True))
    curve = growth.measure(tmp_path, urls, models=shared_models, windows=1, seconds=1, load=_one_by_one)
    assert "| 40" in growth.report("SQLite", curve)
    assert len(growth.measures("SQLite", curve)) == 1
    _check_plot(growth.plot({"SQLite": curve}))


def test_training_is_measured_beside_partial_fit(tmp_path: Path) -> None:
    streamed = [stream(tmp_path / f"{size}", size) for size in (200, 400)]
    assert "| 400" in training.report(streamed, training.Fit(60.0, 1 << 30))
    assert len(training.measures(streamed, training.Fit(60.0, 1 << 30))) == 4
    again = training.Fit(90.0, 1 << 30)
    assert "9 times, learned once" in training.report(streamed, training.Fit(60.0, 1 << 30), again)
    assert training.measures(streamed, training.Fit(60.0, 1 << 30), again)[-1].reference == [1 << 10]
    _check_plot(training.plot(streamed))


def test_the_start_is_measured_beside_the_echo(shared_models: Path, tmp_path: Path) -> None:
    starts = start.measure(tmp_path, models=shared_models, rounds=1, comments=3)
    shown = start.report(starts, 3)
    assert len(start.measures(starts)) == 4
    assert "| Copydesk" in shown
    assert "| echo" in shown
    assert all(taken.later.rss >= taken.later.pss > 0 for one in starts.values() for taken in one)


@pytest.mark.parametrize("load", LOADS)
def test_the_service_is_measured_beside_the_echo(load: str, shared_models: Path, tmp_path: Path) -> None:
    sent: Load = wrk if load == "wrk" else _one_by_one
    pairs = service.measure(tmp_path, models=shared_models, windows=1, seconds=1, connections=2, load=sent)
    assert "| ratio" in service.report(pairs, 2)
    assert pairs[0].service.window.requests > 0
    assert len(service.measures(pairs, 16)) == 3
    _check_plot(service.plot({16: pairs}))


@pytest.mark.parametrize("name", protocols.PROTOCOLS)
def test_every_protocol_answers_its_lines(name: str, shared_models: Path, tmp_path: Path) -> None:
    with serving(service_command(tmp_path, shared_models)) as server, server.connection() as connection:
        for fields in Author(3).submissions(5):
            path, kind, body = protocols.PROTOCOLS[name](fields, server.key)
            assert b"\t" not in body
            headers = {"Authorization": f"Bearer {server.key}", "Content-Type": kind}
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            answer = response.read()
            assert response.status in (200, 204), answer
            assert b"invalid" not in answer


def test_the_protocols_are_reported_beside_the_native_one() -> None:
    reading = service.Reading(Window(requests=10, seconds=1, p50=0.001, p99=0.002), 0.0001)
    shown = protocols.report([dict.fromkeys(protocols.PROTOCOLS, reading)], 2)
    assert all(f"| {name}" in shown for name in protocols.PROTOCOLS)


def test_a_benchmark_stops_where_an_answer_is_no_decision(shared_models: Path, tmp_path: Path) -> None:
    def with_a_wrong_key(server: Server, bodies: Path, *, seconds: int, connections: int) -> Window:
        return _one_by_one(replace(server, key="wrong"), bodies, seconds=seconds, connections=connections)

    with pytest.raises(RuntimeError, match="401"):
        service.measure(tmp_path, models=shared_models, windows=1, seconds=1, connections=1, load=with_a_wrong_key)


def test_the_store_is_measured_with_every_set_of_indexes(engine: Engine) -> None:
    site_id = store.fill(engine, 200)
    reads = store.measure_reads(engine, site_id, rounds=1)
    costs = store.measure_inserts(engine, site_id, commits=2, rounds=1)
    shown = store.report(engine, 200, costs, reads)
    assert all(f"| {name}" in shown for name in (*store.INDEXES, *reads))
    assert len(stored(engine)) == 200 + 2 * 2 * store.BATCH * len(store.INDEXES)


def test_the_desks_pages_are_measured_beside_those_of_an_empty_queue(shared_models: Path, tmp_path: Path) -> None:
    files = f"sqlite:///{tmp_path / 'full.db'}", f"sqlite:///{tmp_path / 'empty.db'}"
    told = desk.compare(files, tmp_path, 40, 1, shared_models)
    shown = desk.report({"SQLite": told}, 40)
    assert all(f"| SQLite, {name}" in shown for name in desk.PAGES)
    assert "a verdict and the next card" in shown


def test_the_store_has_the_indexes_that_it_is_measured_with(engine: Engine) -> None:
    with engine.connect() as connection:
        had = {str(index["name"]): index for index in inspect(connection).get_indexes("comments")}
    for name, definition in store.INDEXES["as they are"].items():
        assert f"({', '.join(map(str, had[name]['column_names']))})" == definition.partition(" WHERE")[0]


def test_a_database_is_filled_with_copies_of_other_times_texts_and_authors(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_WRITTEN", 50)
    site_id = filling.fill_many(engine, 500)
    with engine.connect() as connection:
        distinct = [func.count(one.distinct()) for one in (comments.c.id, comments.c.fingerprint)]
        counted = connection.execute(select(func.count(), *distinct)).one()
        rows = connection.execute(select(comments.c.id, comments.c.submitted_at).order_by(comments.c.id)).all()
        indexes = {index["name"] for index in inspect(connection).get_indexes("comments")}
    assert site_id == 1
    assert tuple(counted) == (500, 500, 500)
    assert [millisecond_of(row.id) for row in rows] == [row.submitted_at for row in rows]
    assert {index.name for index in comments.indexes} <= indexes


def _check_plot(plot: str) -> None:
    """A plot is a small picture that can be read."""
    assert ET.fromstring(plot).tag.endswith("svg")  # noqa: S314 - our own words
    assert len(plot) < 60_000
