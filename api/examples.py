"""Examples for the fields of the OpenAPI description (示例), by name: one clause of a bundled plan all through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DOCUMENT = "东政办〔2024〕66号~1d0b2f19"
_CLAUSE = f"{_DOCUMENT}#二/（十六）"
_ABOVE = "青政〔2024〕23号~de2eb8c9"

_OF: Mapping[str, Any] = {
    "action": "会同相关部门制定贯彻落实消费品以旧换新行动计划",
    "baseline": "2023",
    "centre": f"Clause:{_CLAUSE}",
    "change": "increase",
    "child": _CLAUSE,
    "cited": _ABOVE,
    "clause": _CLAUSE,
    "clause_id": _CLAUSE,
    "code": "number-again",
    "comparator": "=",
    "deadline": "2027",
    "detail": "鼓励电器电子产品、家电、服装、家具、书籍等零售企业",
    "doc_number": "东政办〔2024〕66号",
    "document_id": _DOCUMENT,
    "doing": "岚山县方案.txt",
    "encoder": "multilingual-e5-small-policy-7acd39a6",
    "finished_at": "2026-01-05T08:30:04Z",
    "full_name": "青海省海东市",
    "heading": "完善二手商品交易体系",
    "id": _CLAUSE,
    "indicator": "二手车交易量",
    "issued_on": "2024-07-03",
    "jurisdiction": "海东市",
    "kind": "item",
    "level": "city",
    "message": "编号“（三）”在同一层出现不止一次，记为 二/（三）~2。",
    "name": "海东市商务局",
    "next": f"{_DOCUMENT}#二/（十七）",
    "notice_title": "海东市人民政府办公室关于印发《…分工方案》的通知",
    "now": "寄卖店",
    "number": "（十六）",
    "parent": f"{_DOCUMENT}#二",
    "path": "二/（十六）",
    "period": "yearly",
    "previous": f"{_DOCUMENT}#二/（十五）",
    "printed_on": "2024-07-04",
    "problem": "入库进程意外结束；已入库的文件都在，请再试一次",
    "quote": "到2027年二手车交易量较2023年增长45%",
    "responsibility": "责任单位：市商务局、市公安局，各县区人民政府",
    "rule": "label:责任单位",
    "scope": "全市",
    "sha256": "1d0b2f1974022c2404e451c18d4350a130596323f9dbd3b257ede1c873d01ea9",
    "snippet": "鼓励电器电子产品、家电、服装、家具、书籍等零售企业利用现有销售网络规范开展闲置物品交易。",
    "source": "Unit:630200:海东市商务局",
    "target": f"Clause:{_CLAUSE}",
    "text": "推动二手车流通交易便利化措施落地，到2027年二手车交易量较2023年增长45%。",
    "title": "海东市贯彻落实〈青海省推动大规模设备更新和消费品以旧换新实施方案〉分工方案",
    "unit": "%",
    "version": "0.1.0",
    "was": "寄卖店(点)",
}


_OF_SHAPE: Mapping[str, Any] = {
    "ClausePair.parent": f"{_ABOVE}#四/（二）/20.",
    "GoalLink.child": f"{_CLAUSE}@1",
    "GoalLink.parent": f"{_ABOVE}#一@5",
    "GraphEdge.id": "85751283ce4b56b2fbb2",
    "PlaceNode.code": "630200",
    "PlaceNode.name": "海东市",
    "PlaceNode.parent": "630000",
    "TakenBy.parent": f"{_ABOVE}#四/（二）/20.",
    "TargetMark.id": f"{_CLAUSE}@1",
    "Together.id": "630200:海东市公安局",
    "Together.name": "海东市公安局",
    "TraceStep.parent": f"{_ABOVE}#四/（二）/20.",
    "UnitRef.id": "630200:海东市商务局",
}
"""Where the same name means something else."""


def fill(schemas: Mapping[str, Any]) -> None:
    """Gives every text of the schemas that has no example of its own the one of its name."""
    for shape, schema in schemas.items():
        for name, field in schema.get("properties", {}).items():
            example = _OF_SHAPE.get(f"{shape}.{name}", _OF.get(name))
            if is_text(field) and not field.get("examples") and example is not None:
                field["examples"] = [example]


def is_text(field: Mapping[str, Any]) -> bool:
    """Whether a field holds free text, or none."""
    kinds = [field, *field.get("anyOf", ())]
    return any(k.get("type") == "string" and "enum" not in k and "const" not in k for k in kinds)
