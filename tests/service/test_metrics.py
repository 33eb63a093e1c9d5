"""Counts of several processes are one."""

import itertools
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from prometheus_client.parser import text_string_to_metric_families

from model.findings import Finding, Severity
from service.metrics import Metrics
from store.outcomes import Health

HEALTH = Health("ok", pending=3, spool_bytes=0, committed=10, spooled=2, refused=1, lost=0)


def samples(metrics: Metrics) -> dict[str, float]:
    """The exposition, by the sample as it is written."""
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(metrics.exposition().decode())
        for sample in family.samples
    }


def test_a_process_alone_tells_its_own() -> None:
    metrics = Metrics()
    metrics.judged("native", "queue", degraded=True)
    metrics.took(0.002)
    metrics.took(7.0)
    metrics.refused(422)
    metrics.observe(HEALTH, "test-1")
    found = samples(metrics)
    assert found["copydesk_decisions_total['native', 'queue']"] == 1
    assert found["copydesk_degraded_total['native']"] == 1
    assert found["copydesk_problems_total['422']"] == 1
    assert found["copydesk_decision_seconds_bucket['0.001']"] == 0
    assert found["copydesk_decision_seconds_bucket['0.0025']"] == 1
    assert found["copydesk_decision_seconds_bucket['5.0']"] == 1
    assert found["copydesk_decision_seconds_bucket['+Inf']"] == 2
    assert found["copydesk_decision_seconds_sum[]"] == 7.002
    assert found["copydesk_store_records_total['spooled']"] == 2
    assert found["copydesk_store_pending[]"] == 3
    assert found["copydesk_model['test-1']"] == 1


def test_processes_are_summed_and_the_dead_count_no_more_than_what_they_counted(tmp_path: Path) -> None:
    metrics = Metrics(tmp_path)
    metrics.judged("native", "accept", degraded=False)
    metrics.observe(HEALTH, "test-1")
    metrics.share()
    mine = json.loads((tmp_path / f"{os.getpid()}.json").read_text())
    alive, dead = os.getppid(), 2**22 + 1
    for process in (alive, dead):
        (tmp_path / f"{process}.json").write_text(json.dumps(mine))
    found = samples(metrics)
    assert found["copydesk_decisions_total['accept', 'native']"] == 3
    assert found["copydesk_store_records_total['committed']"] == 30
    assert found["copydesk_store_pending[]"] == 6
    assert found["copydesk_store_state['ok']"] == 2
    assert found["copydesk_model['test-1']"] == 2


def test_they_are_told_while_others_are_told_and_counting_goes_on(tmp_path: Path) -> None:
    metrics, done = Metrics(tmp_path), Event()

    def count() -> None:
        for number in itertools.count():
            metrics.judged(f"protocol-{number % 5_000}", "accept", degraded=False)
            if done.is_set():
                return

    def share() -> None:
        while not done.is_set():
            metrics.share()

    with ThreadPoolExecutor(2) as threads:
        working = [threads.submit(work) for work in (count, share)]
        try:
            told = [metrics.exposition() for _ in range(20)]
        finally:
            done.set()
        assert [one.result() for one in working] == [None, None]
    assert all(b"copydesk_decisions_total" in one for one in told)


def test_findings_are_counted_by_their_code() -> None:
    metrics = Metrics()
    found = Finding("campaign", Severity.QUEUE, "It is.")
    metrics.judged("native", "queue", degraded=False, reasons=[found, found._replace(code="spam")])
    metrics.judged("akismet", "queue", degraded=False, reasons=[found])
    told = samples(metrics)
    assert told["copydesk_findings_total['campaign']"] == 2
    assert told["copydesk_findings_total['spam']"] == 1


def test_a_process_that_has_not_begun_counts_nothing() -> None:
    found = samples(Metrics())
    assert found["copydesk_decision_seconds_count[]"] == 0
    assert found["copydesk_store_records_total['committed']"] == 0
