"""Which part of a clause a question asks about, where the clause's responsibility statements share its text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.view import normal
from search.knowledge import Duty
from search.words import Subject, coverage, phrasing

_WORDING, _MEANING = 0.7, 0.3
_NEAR = 0.85  # parts whose score is at least this share of the best one's are asked about too


def asked_about(
    duties: Sequence[Duty],
    subject: Subject,
    heading: str,
    text: str,
    similar: Callable[[Sequence[str]], Sequence[float]],
) -> list[Duty]:
    """Returns the duties of the parts that are asked about, all of them where the clause as a whole is meant.

    对食堂给予补助。（责任单位：市财政局）减免租金。（责任单位：市国资委） asked for 租金: 市国资委. Asked for in words
    that only the heading holds (运营支持由谁负责): both. `similar` gives the cosines of the question to texts.
    """
    spans = sorted({span for duty in duties for span in _spans(duty)})
    if len(spans) < 2:
        return list(duties)
    parts = [normal(text[start:end]).lower() for start, end in spans]
    worded = [0.7 * coverage(subject.words, part)[1] + 0.3 * phrasing(subject.runs, part) for part in parts]
    if max(worded) <= coverage(subject.words, normal(heading).lower())[1]:
        return list(duties)
    cosines = similar([text[start:end] for start, end in spans])
    low, high = min(cosines), max(cosines)
    scores = [
        subject.trust * _WORDING * said + _MEANING * ((cosine - low) / (high - low) if high > low else 0.0)
        for said, cosine in zip(worded, cosines, strict=True)
    ]
    chosen = {span for span, score in zip(spans, scores, strict=True) if score >= _NEAR * max(scores)}
    return [duty for duty in duties if not duty.covers or not chosen.isdisjoint(_spans(duty))]


def _spans(duty: Duty) -> list[tuple[int, int]]:
    return list(zip(duty.covers[::2], duty.covers[1::2], strict=True))
