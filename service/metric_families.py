"""The counts of all processes as Prometheus' metric families."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from service.metrics import BUCKETS

_STORE_TOTALS: Final = ("committed", "spooled", "refused", "lost")
_STATES: Final = ("ok", "spooling", "unavailable")

Snapshot = Mapping[str, Any]


class Families(Collector):
    """Counters are summed over `all_of_them`, present states over the processes that are `alive`."""

    def __init__(self, all_of_them: Sequence[Snapshot], alive: Sequence[Snapshot]) -> None:
        self._all = all_of_them
        self._alive = alive
        self._stores = [one["store"] for one in all_of_them if one["store"] is not None]
        self._live_stores = [one["store"] for one in alive if one["store"] is not None]

    def collect(self) -> Iterator[Metric]:
        """The families in the order of the documentation."""
        yield self._counter("decisions", "Comments judged and kept.", ("protocol", "decision"))
        yield self._counter("findings", "What the checks said of them.", ("code",))
        yield self._counter("degraded", "Decisions taken without everything they need.", ("protocol",))
        yield self._counter("problems", "Requests answered with a problem.", ("status",))
        yield self._histogram("decision", "Time from request to answer, commit included.", "buckets", "seconds")
        yield self._counter("reader", "Comments that the second reader was asked about.", ("outcome",))
        told = "Time that the second reader took for a comment."
        yield self._histogram("reader", told, "reader_buckets", "reader_seconds")
        yield from self._store()
        yield self._model()
        help_text = "Champions that cannot be used, so that an older model judges: the most that a process knows of."
        faults = max((one["model_faults"] for one in self._alive), default=0)
        yield GaugeMetricFamily("copydesk_model_faults", help_text, value=faults)
        yield self._counter("deliveries", "Attempts to tell a site of a verdict.", ("kind", "outcome"))
        yield self._undelivered()

    def _counter(self, name: str, help_text: str, labels: Sequence[str]) -> Metric:
        summed: Counter[tuple[str, ...]] = Counter()
        for one in self._all:
            for *values, count in one[name]:
                summed[tuple(map(str, values))] += count
        family = CounterMetricFamily(f"copydesk_{name}", help_text, labels=labels)
        for values, count in summed.items():
            family.add_metric(values, count)
        return family

    def _histogram(self, name: str, help_text: str, buckets: str, seconds: str) -> Metric:
        counts = [sum(column) for column in zip(*(one[buckets] for one in self._all), strict=True)]
        bounds = [*map(str, BUCKETS), "+Inf"]
        return HistogramMetricFamily(
            f"copydesk_{name}_seconds",
            help_text,
            buckets=list(zip(bounds, accumulate(counts), strict=True)),
            sum_value=sum(one[seconds] for one in self._all),
        )

    def _store(self) -> Iterator[Metric]:
        records = CounterMetricFamily("copydesk_store_records", "What became of the records.", labels=("outcome",))
        for outcome in _STORE_TOTALS:
            records.add_metric((outcome,), sum(store[outcome] for store in self._stores))
        yield records
        for name, help_text in (
            ("pending", "Records that wait to be stored."),
            ("spool_bytes", "Bytes on disk that wait for the database."),
        ):
            total = sum(store[name] for store in self._live_stores)
            yield GaugeMetricFamily(f"copydesk_store_{name}", help_text, value=total)
        states = GaugeMetricFamily("copydesk_store_state", "Processes whose store is in that state.", labels=("state",))
        for state in _STATES:
            states.add_metric((state,), sum(store["state"] == state for store in self._live_stores))
        yield states

    def _undelivered(self) -> Metric:
        help_text = "Verdicts that sites are still to be told of, and those given up."
        family = GaugeMetricFamily("copydesk_undelivered", help_text, labels=("state",))
        for state in ("waiting", "dead"):
            # Each process counts the same rows.
            family.add_metric((state,), max((one["undelivered"][state] for one in self._alive), default=0))
        return family

    def _model(self) -> Metric:
        family = GaugeMetricFamily("copydesk_model", "Processes that judge by that version.", labels=("version",))
        for version, processes in Counter(one["model"] for one in self._alive).items():
            family.add_metric((version,), processes)
        return family
