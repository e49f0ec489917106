"""What places are called besides their names (别称): 蓉城, 来汉创业, 粤鄂两省; what only sounds so: 试点县."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from kg.terms import load
from search.understand import VOCABULARY

# 粤鄂两省, 川渝两地, 京津冀三地, 苏浙皖各省; not 辽宁省, the one province whose name is made of two signs
_RUN = r"""(?!辽宁)(?P<run>(?:[{signs}](?<!辽宁)){{2,5}})(?:等|各)?
    (?:[两二三四五六]个?(?:省市区|省区市|省市|省区|省份|地区|[省地市区]) | 各?(?:省市区|省区市|省市|省区|省份|省))"""
# 来蓉就业, 在汉创办, 入渝; not 深入鲁班工坊, 在汉语课上
_TOWARDS = (
    r"(?:(?<=[在赴驻留返抵])|(?<=^[来入])|(?<=[，。、\s][来入])|(?<=[^未原本近以将带外出起]来))"
    r"(?P<one>[{shorts}])(?![语字族代服堡学剧菜绣贴液班迅池江水商港澳深市指南东西北])"
)
# Any city, county or province of a kind: 试点县, 设区的市, 周边市, 两省; no name.
_OF_A_KIND = re.compile(
    r"""^(?: .?[一二两三四五六七八九十几多数半]+[个座]?[市县省]$
      | 试点 | 示范 | 重点 | 先进 | 先行 | 样板 | 标杆 | 样本 | 百强 | 千强 | 十强 | 创建 | 申报 | 入选 | 获评
      | 产粮 | 产油 | 生猪 | 粮食 | 经济 | 工业 | 农业 | 牧业 | 旅游 | 资源 | 人口 | 生态 | 贫困 | 脱贫 | 欠发 | 发达
      | 边境 | 沿边 | 沿海 | 沿江 | 内陆 | 山区 | 老区 | 革命 | 民族 | 中西 | 东部 | 西部 | 中部 | 东北 | 南方 | 北方
      | 周边 | 邻近 | 相邻 | 临近 | 毗邻 | 附近 | 兄弟 | 对口 | 结对 | 友好 | 帮扶 | 受援 | 支援
      | 下辖 | 所辖 | 所在 | 所有 | 所属 | 整个 | 部分 | 有关 | 相关 | 其他 | 其它 | 其余 | 别的 | 个别 | 多数 | 若干
      | 较大 | 设区 | 直辖 | 地级 | 县级 | 省级 | 中小 | 大中 | 特大 | 超大 )""",
    re.VERBOSE,
)


def is_of_a_kind(words: str) -> bool:
    """Whether what ends like a place's name tells a kind of places: 试点县, 直辖市, 两省; not 火星市."""
    return _OF_A_KIND.match(words) is not None


def bynames(text: str, known: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where normalised text calls a place by a byname: start, end and code, apart.

    `known` are the bynames of places with documents; short forms (达茂旗) and signs side by side count for others, too:
    they name nothing else.
    """
    for match in _pattern().finditer(text):
        if match["run"]:
            for at, sign in enumerate(match["run"], match.start()):
                yield at, at + 1 if at + 1 < match.end("run") else match.end(), byname_codes()[sign]
        elif code := known.get(match[0]) or (byname_codes()[match[0]] if match["alias"] else None):
            yield match.start(), match.end(), code


@cache
def byname_codes() -> Mapping[str, str]:
    """Bynames and signs → codes: {'蓉城': '510100', '鄂': '420000', …}."""
    return {row.form: row["code"] for row in load("bynames", required=["code"], folder=VOCABULARY)}


@cache
def _pattern() -> re.Pattern[str]:
    rows = load("bynames", required=["code"], folder=VOCABULARY)
    names = [row.form for row in rows if row.kind == "name"]
    aliases = "|".join(row.form for row in rows if row.kind == "alias")
    shorts = "".join(row.form for row in rows if row.kind == "short")
    provinces = "".join(row.form for row in rows if row.kind != "name" and row["code"].endswith("0000"))
    run, towards = _RUN.format(signs=provinces), _TOWARDS.replace("{shorts}", shorts)
    name = rf"(?P<name>(?:{'|'.join(map(re.escape, names))})(?![省市县区州盟旗古]))"
    return re.compile(f"(?P<alias>{aliases})|{name}|{run}|{towards}", re.VERBOSE)
