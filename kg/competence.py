"""How measures and rules say what an office is for (职权): 市水利局是河道主管部门, 评审委员会的主要职责：.

Parts of patterns for duties told in running text, and the body whose tasks a list tells.
"""

from __future__ import annotations

import re

from kg.acting import LONGEST_LIST, acting_names

# When a body is to act, in place of a verb: 市水利局〔自收到申请之日起〕20日内决定, 市水利局〔于每年3月底前〕公布
WHEN = (
    r"(?:[自在于]?(?:收到|接到|受理)(?!的)[^，。；]{1,30}?(?:后|之日起)"
    r"|(?:[在于]|自(?![治然来行主身]))(?=[^，。；]{0,24}?(?:日|月|年|季度|期限|时限|规定时间)(?:以?内|前|底|末|起)))"
)
# 市水利局〔是〕本市河道采砂的主管部门，; not 市水利局为主管部门报送的材料
IS_IN_CHARGE = r"[是为](?=[^，。；：]{0,24}?(?:主管|管理|监管|执行|实施|组织)(?:部门|机关|机构|单位)(?:[，。；]|$))"
# What closes a list of cases: （六）市水利局认定有必要检查的其他情形
OTHER_CASES = r"[^，。；]*的其他(?:情形|情况|条件|事项|材料|工作|行为)"
# 领导小组〔主要职责是〕指导全市工作
OFFICE = r"的?(?:主要|具体|工作|基本)?(?:职责|职能|任务)(?:主要)?(?:是|为|包括)(?!：)"
# 由市水利局〔报〕市人民政府批准, 由市水利局〔向〕申请人颁发证书; not 日报社, 由制造大市向强市转变
HANDS_UP = (
    "(?<!日)(?<!晚)报(?![社告纸业道送名废])"
    "|向(?=[^，。；]{1,20}?(?:提出|提交|申请|颁发|核发|报告|报送|申报|发放|社会|送达|通报|移送|发出|出具|公布))"
)

# 收费标准由省发展改革委〔规定〕。 not 由省发展改革委规定的标准
RULES = "(?:另行)?规定(?=[，。；]|$)"

_TASKS = re.compile(r"(?P<of>的?(?:主要|具体|工作|基本)?(?:职责|职能|任务|工作))(?:主要)?(?:是|为|有|如下|包括)?：")
_THEN = re.compile("接受|为|在|，|根据|按|履行|承担|行使|负责|开展|做好|完成")


def office_of(norm: str, start: int, end: int) -> tuple[list[tuple[int, int]], int] | None:
    """The bodies that open a sentence before a list of their tasks, and where the words on these begin.

    Takes 评审委员会的主要职责：拟订规则; must leave alone 主要任务： and 办公室主任的职责：.
    """
    tasks = _TASKS.search(norm, start, min(end, start + 2 * LONGEST_LIST)) if "：" in norm[start:end] else None
    if tasks is None or norm.find("：", start, tasks.end() - 1) >= 0:
        return None
    behind = [then.start() for then in _THEN.finditer(norm, start + 2, tasks.start())]
    for end, words in [(tasks.start(), tasks.start("of")), *((at, at) for at in behind)]:
        if names := acting_names(norm, start, end):
            return names, words
    return None
