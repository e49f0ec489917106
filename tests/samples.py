"""Small made-up policy papers for the tests: a province's plan, its cities' and counties' plans, a bureau's rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

PROVINCE = """青海省人民政府关于印发青海省推进旧桥改造实施方案的通知
青政〔2023〕91号

各市、自治州人民政府，省政府各部门：
现将《青海省推进旧桥改造实施方案》印发给你们，请认真贯彻执行。

青海省人民政府
2023年3月1日

青海省推进旧桥改造实施方案
为落实《国家旧桥改造总体规划》（国发〔2022〕77号），结合我省实际，制定本方案。
一、主要任务
（一）摸清旧桥底数。对全省公路和乡村道路上的旧桥逐座登记造册，建立一桥一档，动态更新。到2025年，旧桥登记率达到100%。
（责任单位：省交通运输厅、省水利厅）
（二）加快危桥加固。优先改造学校、医院周边的危桥，推广装配式桥面板和耐候钢栏杆。到2027年，改造危桥300座以上。
（牵头单位：省交通运输厅；责任单位：省财政厅，各市州人民政府）
二、保障措施
（一）加强资金保障。统筹车辆购置税补助资金和地方财政资金，支持旧桥改造。（责任单位：省财政厅）
"""

CITY = """海东市人民政府办公室关于印发海东市推进旧桥改造工作方案的通知
东政办〔2023〕58号

各县区人民政府，市政府各部门：
《海东市推进旧桥改造工作方案》已经市政府同意，现印发给你们，请认真贯彻执行。

海东市人民政府办公室
2023年6月9日

海东市推进旧桥改造工作方案
根据《青海省推进旧桥改造实施方案》（青政〔2023〕91号）要求，制定本方案。
一、主要任务
（一）摸清旧桥底数。对全市公路和乡村道路上的旧桥逐座登记造册，建立一桥一档，动态更新。到2025年，旧桥登记率达到100%。
（责任单位：市交通运输局、市水务局）
（二）加快危桥加固。优先改造学校、医院周边的危桥，推广装配式桥面板和耐候钢栏杆。到2026年，改造危桥40座以上。
（牵头单位：市交通运输局；责任单位：市财政局，各县区人民政府）
"""

COUNTY = """民和县人民政府关于印发民和县推进旧桥改造实施细则的通知
民政〔2023〕12号

各乡镇人民政府：
现将《民和县推进旧桥改造实施细则》印发给你们。

民和县人民政府
2023年9月2日

民和县推进旧桥改造实施细则
根据《海东市推进旧桥改造工作方案》（东政办〔2023〕58号）和《青海省推进旧桥改造实施方案》，制定本细则。
一、工作内容
（一）登记旧桥。对全县乡村道路上的旧桥逐座登记造册，建立一桥一档。（责任单位：县交通运输局）
（二）加固危桥。优先改造学校、医院周边的危桥，推广装配式桥面板。到2026年，改造危桥8座。（责任单位：县交通运输局、县财政局）
"""

ELSEWHERE = """威海市人民政府关于印发威海市海水淡化若干措施的通知
威政发〔2022〕31号

威海市人民政府
2022年5月5日

威海市海水淡化若干措施
一、扩大供水规模。新建海水淡化厂2座，到2024年，日产淡水10万吨。（责任单位：市水务局、市发展改革委）
二、降低用电成本。淡化厂用电执行大工业电价。（责任单位：市发展改革委）
"""

FAMILY = {"省.txt": PROVINCE, "市.txt": CITY, "县.txt": COUNTY, "别处.txt": ELSEWHERE}

_MATTERS = ("旧桥改造", "渔港整治", "古树保护", "冬小麦播种", "社区食堂建设", "山塘清淤", "公交候车亭更新")
_PLACES = (
    ("青海省", "省", "青海省"),
    ("青海省", "市", "海东市"),
    ("青海省", "县", "民和县"),
    ("山东省", "省", "山东省"),
    ("山东省", "市", "威海市"),
    ("山东省", "市", "乳山市"),
)


def generated(count: int) -> dict[str, str]:
    """`count` different papers of six places and seven matters; those of one matter cite the one above."""
    papers: dict[str, str] = {}
    for n in range(count):
        province, word, place = _PLACES[n % len(_PLACES)]
        matter = _MATTERS[n // len(_PLACES) % len(_MATTERS)]
        year = 2015 + n // (len(_PLACES) * len(_MATTERS))
        above = f"根据《{province}{matter}实施方案》，" if word != "省" else ""
        papers[f"{n:03}.txt"] = (
            f"{place}人民政府关于印发{place}{matter}实施方案的通知\n{place}人民政府\n{year}年{n % 12 + 1}月3日\n"
            f"{place}{matter}实施方案\n{above}结合实际，制定本方案。\n"
            f"一、主要任务\n（一）推进{matter}。各有关单位逐项落实{matter}任务，每季度通报一次进展情况，"
            f"到{year + 3}年完成{n + 10}处。（责任单位：{word}财政局、{word}交通运输局）\n"
            f"（二）加强{matter}宣传。通过广播和村务公开栏讲清{matter}的政策。（牵头单位：{word}农业农村局）\n"
        )
    return papers


def write(folder: Path, papers: dict[str, str], names: Iterable[str] | None = None) -> list[Path]:
    """Writes papers (those of the names) into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in papers if names is None else names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(papers[name], encoding="utf-8")
        paths.append(path)
    return paths
