"""Figures for Prometheus (指标); each app has a registry of its own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS"})


class Metrics:
    """What is counted, and how it is shown."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        own = self._registry
        self._requests = Counter("policykg_requests", "Requests answered", ["method", "route", "status"], registry=own)
        self._seconds = Histogram(
            "policykg_request_seconds", "Time to answer", ["route"], buckets=_SECONDS, registry=own
        )
        self.under_way = Gauge("policykg_requests_under_way", "Requests being answered", registry=own)
        self.waiting = Gauge("policykg_questions_waiting", "Questions that wait for or use the encoder", registry=own)
        self.answers = Counter("policykg_answers", "Questions answered", ["intent", "answered"], registry=own)
        self.jobs = Counter(
            "policykg_jobs", "Uploads, removals and updates of the index finished", ["kind"], registry=own
        )
        self.ready = Gauge("policykg_ready", "1 when the service can answer", registry=own)
        self.generation = Gauge("policykg_generation", "Generation of the graph that is served", registry=own)
        self.documents = Gauge("policykg_documents", "Documents in the graph", registry=own)
        self.clauses = Gauge("policykg_clauses", "Clauses in the graph", registry=own)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request; `route` is the pattern of its address, never the address itself."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def show(self) -> bytes:
        """All figures in Prometheus' text form."""
        return generate_latest(self._registry)
