"""`/api/documents` (文件): the list, one, its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import schemas
from api.dependencies import Building, Now, Service, not_going
from api.limits import NAME
from api.narrowing import newest_first, paper_of, within
from api.parameters import As, Exact, Jurisdiction, Level, Limit, Offset, exported, refusals
from api.present import documents as present
from api.present import reading
from api.replies import reply
from api.state import Holdings
from api.tables import DOCUMENTS
from kg.errors import UnknownThing
from kg.view import normal
from search.knowledge import Paper
from search.relations import DocumentOrigin

router = APIRouter(prefix="/api/documents", tags=["文件"])

DocumentId = Annotated[str, Path(max_length=NAME, description="文件编号", examples=["东政办〔2024〕66号~1d0b2f19"])]


@router.get("", response_model=schemas.Documents, responses=exported(404), summary="文件列表")
def documents(
    now: Now,
    q: Annotated[str | None, Query(max_length=NAME, description="标题、文号或文件名中的文字")] = None,
    jurisdiction: Jurisdiction = None,
    level: Level = None,
    exact: Exact = False,
    limit: Limit = 50,
    offset: Offset = 0,
    format: As = "json",
) -> Response:
    """The documents of the corpus, newest first."""
    places = within(now, jurisdiction, exact)
    papers = [p for p in now.knowledge.papers.values() if (places is None or places(p.place)) and _fits(p, q, level)]
    papers = newest_first(papers)
    if format != "json":
        return DOCUMENTS.response((present.document(now, paper) for paper in papers), len(papers), format)
    shown = [present.document(now, paper) for paper in papers[offset : offset + limit]]
    return reply(schemas.Documents(total=len(papers), limit=limit, offset=offset, items=shown))


def _fits(paper: Paper, q: str | None, level: str | None) -> bool:
    if level and paper.level != level:
        return False
    if not q or not q.strip():
        return True
    wanted = normal(q).strip().lower()
    return any(wanted in normal(text).lower() for text in (paper.title, paper.doc_number or "", paper.source_file))


@router.get("/{id}", response_model=schemas.DocumentShown, responses=refusals(404), summary="一份文件")
def document(service: Service, now: Now, jobs: Building, id: DocumentId) -> Response:
    """A document with its parents, children, citations and notices."""
    not_going(jobs, id)
    paper = paper_of(now, id)
    with service.store.snapshot() as graph:
        filed = graph.document(id)
        node = next((n for n in graph.nodes("Document", id) if n.id == id), None)
    if filed is None or node is None:
        raise UnknownThing(f"文件 {id!r} 刚刚被移除（removed meanwhile）")
    p: Mapping[str, Any] = node.properties
    shown = schemas.DocumentShown(
        **present.document(now, paper).model_dump(),
        notice_title=p.get("notice_title"),
        printed_on=p.get("printed_on"),
        issuers=list(p.get("issuers") or ([paper.issuer] if paper.issuer else [])),
        files=list(filed.files),
        sha256=filed.sha256,
        derives_from=[_link(now, o.parent, o) for o in now.relations.parents.get(id, ())],
        derived_by=[_link(now, o.child, o) for o in now.relations.children.get(id, ())],
        cites=reading.citations(now, id),
        cited_by=[
            _link(now, c.document, DocumentOrigin(c.document, id, c.relation, c.quote))
            for c in now.relations.cited_by.get(id, ())
        ],
        notices=[schemas.NoticeShown.model_validate(notice) for notice in filed.notices],
    )
    return reply(shown)


@router.get("/{id}/text", response_model=schemas.DocumentText, responses=refusals(404), summary="原文与条款树")
def text(service: Service, now: Now, jobs: Building, id: DocumentId) -> Response:
    """A document's source text with the places of its clauses, units, targets and citations."""
    not_going(jobs, id)
    paper_of(now, id)
    with service.store.snapshot() as graph:
        return reply(reading.document_text(graph, now, id))


def _link(now: Holdings, other: str, origin: DocumentOrigin) -> schemas.DocumentLink:
    paper = now.knowledge.papers.get(other)
    return schemas.DocumentLink(
        document_id=other,
        title=paper.title if paper else other,
        jurisdiction=present.place_name(now, paper.place) if paper else "",
        basis=origin.basis,
        quote=origin.quote,
    )
