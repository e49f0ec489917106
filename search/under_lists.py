"""Items of a list that one body's tasks make up (职责清单): 市体育局承担下列工作：（一）编制赛历；（二）….

The lead-in says whose tasks they are; an item alone names nobody.
"""

from __future__ import annotations

import re

from kg.view import normal
from search.knowledge import Duty, Knowledge, Piece
from search.told import told_of

_BY_FUNCTION = re.compile(r"(?!.*(?:各|有关|相关|其他|试点|成员单位))[^、]{2,}(?:单位|部门|政府|机构|机关)$")


def by_function(mention: str) -> bool:
    """Whether many bodies are named by what they are for: 业务指导单位, 河段所在地县级人民政府; not 各地, 有关部门."""
    return _BY_FUNCTION.match(mention) is not None


def over_list(knowledge: Knowledge, piece: Piece) -> list[Duty]:
    """The duties of the lead-in, told in running text, under which an item without bodies stands; single bodies first.

    Of 市体育局承担下列工作： over （一）编制赛历 that of 市体育局; none where the clause above is no lead-in.
    """
    above = knowledge.pieces.get(piece.parent) if piece.parent else None
    if above is None or piece.duties or not normal(above.text).rstrip().endswith("："):
        return []
    told = told_of(above.text, [d for d in above.duties if d.stated == "text"])
    found = [one.duty for one in told if normal(one.sentence).rstrip().endswith("：")]
    return [d for d in found if not knowledge.bodies[d.unit].collective] or [d for d in found if by_function(d.mention)]
