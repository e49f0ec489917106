"""What a paper says, wherever it stands in its file: one paper in files of two kinds says the same."""

from __future__ import annotations

from kg.records import Document


def said(paper: Document) -> dict[str, object]:
    """The facts of a paper without their offsets."""
    return {
        "head": (paper.head.title, paper.head.doc_number, paper.head.issuers, paper.head.issued_on, paper.head.place),
        "clauses": [(c.path, c.heading, c.text, c.responsibility, c.kind, c.parent) for c in paper.parsed.clauses],
        "units": paper.units,
        "duties": [(r.unit, r.mention.clause, r.mention.role, r.mention.mention) for r in paper.responsibilities],
        "targets": [(t.clause, t.indicator, t.comparator, t.value, t.unit, t.deadline, t.quote) for t in paper.targets],
        "citations": [(c.quote, c.clause, c.relation) for c in paper.citations],
    }
