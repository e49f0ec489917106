"""Why an edge of the graph is there, in one line of either language (理由)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from kg.facts import Edge, Node, Ref

Language = Literal["zh", "en"]

_LONG = 60  # characters of wording that two clauses share

_SAID: dict[Language, dict[str, str]] = {
    "zh": {
        "lead": "牵头",
        "responsible": "责任单位",
        "participant": "配合",
        "verbatim": "照录",
        "adapted": "改写",
        "partial": "部分沿用",
        "equal": "与上级一致",
        "higher": "高于上级",
        "lower": "低于上级",
        "changed": "与上级口径不同",
        "implements": "贯彻",
        "mentions": "提到",
        "citation": "引用",
        "title": "标题相承",
        "inherited": "，承上条",
        "comma": "、",
        "rule": "（规则 {rule}）",
        "RESPONSIBLE_FOR": "{role}：原文“{mention}”{inherited}",
        "QUANTIFIES": "条款提出的目标：{quote}",
        "CONCERNS": "条款里的词：{words}",
        "CITES": "{relation}：{quote}",
        "DERIVES_FROM Document": "{basis}：{quote}",
        "DERIVES_FROM Clause": "{strength} {score:.0%}：{shared}",
        "DERIVES_FROM Target": "{comparison}",
        "HAS_CLAUSE": "文件的条款",
        "PART_OF": "上一级条款",
        "ISSUED_BY": "文头或落款的发文机关",
        "APPLIES_IN": "文件适用的地区",
        "WITHIN": "所属地区",
        "COUNTERPART_OF": "职能相同的上一级单位",
    },
    "en": {
        "lead": "leads",
        "responsible": "responsible",
        "participant": "takes part",
        "verbatim": "verbatim",
        "adapted": "adapted",
        "partial": "in part",
        "equal": "equal to the target above",
        "higher": "higher than the target above",
        "lower": "lower than the target above",
        "changed": "not comparable with the target above",
        "implements": "implements",
        "mentions": "mentions",
        "citation": "cited",
        "title": "same title",
        "inherited": ", carried over",
        "comma": ", ",
        "rule": " (rule {rule})",
        "RESPONSIBLE_FOR": "{role}: printed “{mention}”{inherited}",
        "QUANTIFIES": "target of the clause: {quote}",
        "CONCERNS": "words of the clause: {words}",
        "CITES": "{relation}: {quote}",
        "DERIVES_FROM Document": "{basis}: {quote}",
        "DERIVES_FROM Clause": "{strength} {score:.0%}: {shared}",
        "DERIVES_FROM Target": "{comparison}",
        "HAS_CLAUSE": "clause of the document",
        "PART_OF": "clause above",
        "ISSUED_BY": "issuer in the head or the signature",
        "APPLIES_IN": "where the document applies",
        "WITHIN": "place around it",
        "COUNTERPART_OF": "same function, one level up",
    },
}


def reason(edge: Edge, nodes: Mapping[Ref, Node], language: Language) -> str:
    """Why the edge is there, in one line."""
    said = _SAID[language]
    p: Mapping[str, Any] = edge.properties
    target = nodes.get(edge.start)
    values = {
        "role": said.get(str(p.get("role")), ""),
        "mention": p.get("mention"),
        "inherited": said["inherited"] if p.get("inherited") else "",
        "quote": p.get("quote") or (target.properties.get("quote", "") if target else ""),
        "words": said["comma"].join(p.get("words") or ()),
        "relation": said.get(str(p.get("relation")), ""),
        "basis": said.get(str(p.get("basis")), ""),
        "strength": said.get(str(p.get("strength")), ""),
        "score": p.get("score") or 0.0,
        "shared": "；".join(p.get("shared") or ())[:_LONG],
        "comparison": said.get(str(p.get("comparison")), ""),
    }
    pattern = said.get(f"{edge.type} {edge.start.label}") or said.get(edge.type, edge.type)
    rule = said["rule"].format(rule=p["rule"]) if p.get("rule") else ""
    return pattern.format(**values) + rule
