"""Bodies that a matter goes to for a decision (报批): 报市发展改革委审批, 经市财政局审核后拨付.

Measures and notices say who decides behind who applies. Such a body answers who approves or files, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.acting import Duty, acting_names

DECIDES = "报："  # how the action of a body that decides begins
_VERBS = "审核|审批|审查|审定|批准|核准|核定|认定|复核|备案"
_GOES_TO = re.compile(
    rf"""
    (?: (?<![日晚申通汇填举情简年月周快海公预])(?:报请示?|报经|报送|上报|呈报|报)   # 报市发展改革委审批
      | (?<=[，。；须需应并后])(?:提交|送)                                    # 送县民政局审查
      | (?:^|(?<=[须需应，。；\n]))经(?=[^，。；]{{0,40}}?(?:{_VERBS})[^，。；的]{{0,8}}后)  # 经市财政局审核后
    )
    (?P<names>[^，。；：！？\n《》“”的]{{3,40}}?)
    (?P<does>(?:{_VERBS})(?!的|部门|机关|机构|程序|制度|权|事项|材料|意见|结果|小组|委员会))
    """,
    re.VERBOSE | re.MULTILINE,
)
_REST = re.compile(r"[^，。；：！？\n]{0,20}")


def submitted(norm: str) -> Iterator[Duty]:
    """Yields the bodies that a text sends a matter to for a decision.

    Takes 项目报市发展改革委审批 and 须经市财政局审核后拨付; must leave alone 报市政府批准的项目 and 经国务院批准，.
    """
    if not re.search(_VERBS, norm):
        return
    for match in _GOES_TO.finditer(norm):
        rest = _REST.match(norm, match.start("does"))
        for a, b in acting_names(norm, *match.span("names")):
            yield Duty(a, b, "responsible", f"{DECIDES}{rest.group() if rest else ''}", f"text:报…{match['does']}")
