"""Which made-up papers derive from which, read as files are: chains, editions, neighbours, misprints, branches."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pytest

from kg.document import read_document
from kg.link import document_links
from kg.linked import linked
from kg.places import gazetteer
from kg.records import Source

TASKS = "一、主要任务\n（一）开展排查。逐户登记造册，建立台账，动态更新。\n"


def doc(
    issuer: str, number: str, date: str, title: str, preamble: str, *, notice: bool = True, body: str = TASKS
) -> str:
    """A paper: a 通知 that carries a plan, or (notice=False) a text of its own."""
    if notice:
        carried = (
            f"{issuer}关于印发{title}的通知\n{number}\n\n各有关单位：\n现将《{title}》印发给你们，请认真贯彻执行。\n\n"
        )
        return f"{carried}{issuer}\n{date}\n\n{title}\n{preamble}\n{body}"
    return f"{issuer}关于{title}\n{number}\n\n各有关单位：\n{preamble}\n{body}\n{issuer}\n{date}\n"


def links(papers: Mapping[str, str]) -> set[str]:
    """The links as child←parent by the letters of the papers."""
    places = gazetteer()
    known = {}
    for letter, text in papers.items():
        source = Source(f"{letter}.txt", text, sha256(text.encode()).hexdigest(), "utf-8")
        known[letter] = linked(read_document(source, places))
    letters = {document.id: letter for letter, document in known.items()}
    return {
        f"{letter}←{letters[link.parent]}"
        for letter, child in known.items()
        for link in document_links(child, [one for one in known.values() if one is not child], places)
    }


NATION = doc(
    "国务院办公厅",
    "国办发〔2021〕29号",
    "2021年7月29日",
    "关于加快农村寄递物流体系建设的意见",
    "农村寄递物流是农产品出村进城的重要渠道，现提出以下意见。",
    notice=False,
)
PROVINCE = doc(
    "贵州省人民政府办公厅",
    "黔府办发〔2021〕30号",
    "2021年12月3日",
    "贵州省加快农村寄递物流体系建设实施方案",
    "为贯彻落实《国务院办公厅关于加快农村寄递物流体系建设的意见》（国办发〔2021〕29号），结合我省实际，制定本方案。",
)
CITY = doc(
    "遵义市人民政府办公室",
    "遵府办发〔2022〕8号",
    "2022年3月1日",
    "遵义市加快农村寄递物流体系建设工作方案",
    "根据《省人民政府办公厅关于印发贵州省加快农村寄递物流体系建设实施方案的通知》（黔府办发〔2021〕30号）精神，制定本方案。",
)
COUNTY = doc(
    "湄潭县人民政府办公室",
    "湄府办发〔2022〕15号",
    "2022年6月1日",
    "湄潭县加快农村寄递物流体系建设工作方案",
    "根据国务院、省、市有关要求，按照《遵义市加快农村寄递物流体系建设工作方案》（遵府办发〔2022〕8号），制定本方案。",
)
NEIGHBOUR = doc(
    "云南省人民政府办公厅",
    "云政办发〔2021〕60号",
    "2021年11月1日",
    "云南省加快农村寄递物流体系建设实施方案",
    "为贯彻落实《国务院办公厅关于加快农村寄递物流体系建设的意见》（国办发〔2021〕29号），制定本方案。",
)
FORMER = doc(
    "贵州省人民政府办公厅",
    "黔府办发〔2016〕30号",
    "2016年12月3日",
    "贵州省加快农村寄递物流体系建设实施方案",
    "制定本方案。",
)


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        pytest.param({"n": NATION, "p": PROVINCE, "c": CITY, "k": COUNTY}, {"c←p", "k←c", "p←n"}, id="chain"),
        pytest.param(
            {"p": PROVINCE, "o": NEIGHBOUR, "c": CITY, "n": NATION}, {"c←p", "o←n", "p←n"}, id="other province"
        ),
        pytest.param(
            {
                "n": NATION,
                "p": PROVINCE,
                "c": CITY.replace(
                    "根据《省", "根据《国务院办公厅关于加快农村寄递物流体系建设的意见》（国办发〔2021〕29号）和《省"
                ),
            },
            {"c←n", "c←p", "p←n"},
            id="two parents",
        ),
        pytest.param(
            {"p": PROVINCE, "c": CITY.replace("黔府办发〔2021〕30号", "黔府办发〔2022〕30号")},
            {"c←p"},
            id="misprinted year in number",
        ),
        pytest.param(
            {
                "p": PROVINCE,
                "x": doc(
                    "贵州省人民政府办公厅",
                    "黔府办发〔2021〕31号",
                    "2021年12月9日",
                    "贵州省中小学校舍安全排查工作方案",
                    "制定本方案。",
                ),
                "c": CITY.replace("〔2021〕30号", "〔2021〕31号"),
            },
            {"c←p"},
            id="misprinted number, other title same number",
        ),
        pytest.param(
            {
                "p": PROVINCE.replace("实施方案", "实施方案（2021—2025年）"),
                "c": CITY.replace(
                    "实施方案的通知》（黔府办发〔2021〕30号）精神", "实施方案（2021-2025年）的通知》精神"
                ),
            },
            {"c←p"},
            id="title only no notice, dash variants",
        ),
        pytest.param(
            {
                "p": PROVINCE.replace("〔", "[").replace("〕", "]"),
                "c": CITY.replace("〔", "【")
                .replace("〕", "】")
                .replace("《省人民政府办公厅关于印发贵州省加快农村寄递物流体系建设实施方案的通知》（", "（")
                .replace("（（", "（"),
            },
            {"c←p"},
            id="square brackets in number",
        ),
        pytest.param(
            {
                "c": CITY,
                "b": doc(
                    "毕节市人民政府办公室",
                    "毕府办发〔2022〕20号",
                    "2022年5月1日",
                    "毕节市加快农村寄递物流体系建设工作方案",
                    "为加快我市农村寄递物流体系建设，制定本方案。",
                ),
            },
            set(),
            id="sibling city",
        ),
        pytest.param(
            {
                "c": CITY,
                "b": doc(
                    "毕节市人民政府办公室",
                    "毕府办发〔2022〕20号",
                    "2022年5月1日",
                    "毕节市加快农村寄递物流体系建设工作方案",
                    "借鉴《遵义市加快农村寄递物流体系建设工作方案》做法，制定本方案。",
                ),
            },
            set(),
            id="sibling cited as example",
        ),
        pytest.param(
            {
                "p": PROVINCE,
                "c": CITY.replace(
                    "根据《省人民政府办公厅关于印发贵州省加快农村寄递物流体系建设实施方案的通知》（黔府办发〔2021〕30号）精神",
                    "为加快我市农村寄递物流体系建设",
                ),
            },
            {"c←p"},
            id="transposed without citation",
        ),
        pytest.param(
            {
                "n": NATION,
                "k": COUNTY.replace("按照《遵义市加快农村寄递物流体系建设工作方案》（遵府办发〔2022〕8号），", ""),
            },
            {"k←n"},
            id="no citation, grandparent only",
        ),
        pytest.param(
            {
                "p": PROVINCE.replace("2021年12月3日", "2022年12月3日").replace("〔2021〕30号", "〔2022〕30号"),
                "c": CITY.replace("（黔府办发〔2021〕30号）", "").replace(
                    "根据《省人民政府办公厅关于印发贵州省加快农村寄递物流体系建设实施方案的通知》精神",
                    "为加快我市农村寄递物流体系建设",
                ),
            },
            set(),
            id="city before province",
        ),
        pytest.param({"q": FORMER, "p": PROVINCE, "n": NATION}, {"p←n"}, id="predecessor of same office"),
        pytest.param(
            {
                "q": FORMER,
                "p": PROVINCE.replace(
                    "动态更新。",
                    "动态更新。《贵州省加快农村寄递物流体系建设实施方案》（黔府办发〔2016〕30号）同时废止。",
                ),
            },
            set(),
            id="predecessor repealed in text",
        ),
        pytest.param(
            {"q": FORMER, "p": PROVINCE, "c": CITY.replace("（黔府办发〔2021〕30号）", "")},
            {"c←p"},
            id="city takes newest of two provincial editions",
        ),
        pytest.param(
            {
                "c": doc(
                    "长沙市人民政府",
                    "长政发〔2023〕5号",
                    "2023年2月1日",
                    "长沙市支持先进计算产业发展若干政策",
                    "为支持先进计算产业，制定本政策。",
                ),
                "r": doc(
                    "长沙市工业和信息化局",
                    "长工信发〔2023〕40号",
                    "2023年8月1日",
                    "长沙市支持先进计算产业发展若干政策实施细则",
                    "根据《长沙市支持先进计算产业发展若干政策》（长政发〔2023〕5号），制定本细则。",
                ),
            },
            {"r←c"},
            id="bureau rules under own city measures",
        ),
        pytest.param(
            {
                "p": PROVINCE,
                "c": doc(
                    "遵义市人民政府办公室",
                    "遵府办发〔2023〕9号",
                    "2023年4月1日",
                    "遵义市乡村治理工作方案",
                    "制定本方案。",
                    body="一、任务\n（一）推进物流。参考《贵州省加快农村寄递物流体系建设实施方案》有关做法。\n",
                ),
            },
            set(),
            id="mention in clause only",
        ),
        pytest.param(
            {
                "n": NATION,
                "b": doc(
                    "新疆生产建设兵团办公厅",
                    "新兵办发〔2022〕12号",
                    "2022年2月1日",
                    "新疆生产建设兵团加快农村寄递物流体系建设实施方案",
                    "根据《国务院办公厅关于加快农村寄递物流体系建设的意见》（国办发〔2021〕29号），制定本方案。",
                ),
                "s": doc(
                    "第八师石河子市办公室",
                    "师市办发〔2022〕33号",
                    "2022年6月1日",
                    "第八师石河子市加快农村寄递物流体系建设工作方案",
                    "根据《新疆生产建设兵团加快农村寄递物流体系建设实施方案》（新兵办发〔2022〕12号），制定本方案。",
                ),
            },
            {"b←n", "s←b"},
            id="bingtuan",
        ),
        pytest.param(
            {
                "p": doc(
                    "四川省人民政府", "川府发〔2019〕9号", "2019年4月1日", "四川省草原生态修复规划", "制定本规划。"
                ),
                "z": doc(
                    "阿坝藏族羌族自治州人民政府",
                    "阿府发〔2019〕22号",
                    "2019年9月1日",
                    "阿坝州草原生态修复实施方案",
                    "按照《四川省草原生态修复规划》（川府发〔2019〕9号）要求，制定本方案。",
                ),
                "h": doc(
                    "红原县人民政府",
                    "红府发〔2020〕3号",
                    "2020年1月8日",
                    "红原县草原生态修复实施方案",
                    "按照《阿坝州草原生态修复实施方案》要求，制定本方案。",
                ),
            },
            {"h←z", "z←p"},
            id="autonomous prefecture & county",
        ),
        pytest.param(
            {
                "a": doc(
                    "浙江省人民政府",
                    "浙政发〔2016〕20号",
                    "2016年5月1日",
                    "浙江省海洋经济发展“十三五”规划",
                    "制定本规划。",
                ),
                "b": doc(
                    "浙江省人民政府",
                    "浙政发〔2021〕12号",
                    "2021年5月1日",
                    "浙江省海洋经济发展“十四五”规划",
                    "制定本规划。",
                ),
                "c": doc(
                    "舟山市人民政府",
                    "舟政发〔2021〕30号",
                    "2021年11月1日",
                    "舟山市海洋经济发展“十四五”规划",
                    "根据《浙江省海洋经济发展“十四五”规划》，制定本规划。",
                ),
            },
            {"c←b"},
            id="five year plan editions",
        ),
        pytest.param(
            {
                "a": doc(
                    "浙江省人民政府",
                    "浙政发〔2016〕20号",
                    "2016年5月1日",
                    "浙江省海洋经济发展“十三五”规划",
                    "制定本规划。",
                ),
                "b": doc(
                    "浙江省人民政府",
                    "浙政发〔2021〕12号",
                    "2021年5月1日",
                    "浙江省海洋经济发展“十四五”规划",
                    "制定本规划。",
                ),
                "c": doc(
                    "舟山市人民政府",
                    "舟政发〔2021〕30号",
                    "2021年11月1日",
                    "舟山市海洋经济发展“十四五”规划",
                    "制定本规划。",
                ),
            },
            {"c←b"},
            id="five year plan, no citation",
        ),
        pytest.param(
            {
                "m": doc(
                    "农业农村部", "农渔发〔2023〕14号", "2023年6月1日", "全国渔港经济区建设工作方案", "制定本方案。"
                ),
                "p": doc(
                    "福建省海洋与渔业局",
                    "闽海渔〔2023〕70号",
                    "2023年12月1日",
                    "福建省渔港经济区建设工作方案",
                    "为落实农业农村部《全国渔港经济区建设工作方案》，制定本方案。",
                ),
            },
            {"p←m"},
            id="ministry plan cited by abbreviated issuer",
        ),
        pytest.param(
            {
                "p": doc(
                    "海南省人民政府办公厅",
                    "琼府办〔2022〕44号",
                    "2022年8月1日",
                    "海南省“菜篮子”稳价保供工作方案",
                    "制定本方案。",
                ),
                "c": doc(
                    "儋州市人民政府办公室",
                    "儋府办〔2022〕60号",
                    "2022年9月9日",
                    "儋州市“菜篮子”稳价保供工作方案",
                    '根据《海南省"菜篮子"稳价保供工作方案》（琼府办〔2022〕44号）精神，制定本方案。',
                ),
            },
            {"c←p"},
            id="quote variants in title",
        ),
        pytest.param(
            {
                "a": doc(
                    "吉林省人民政府办公厅",
                    "吉政办发〔2022〕9号",
                    "2022年3月1日",
                    "吉林省黑土地保护工作方案",
                    "制定本方案。",
                ),
                "b": doc(
                    "吉林市人民政府办公室",
                    "吉市政办发〔2022〕19号",
                    "2022年7月1日",
                    "吉林市黑土地保护工作方案",
                    "根据《吉林省黑土地保护工作方案》（吉政办发〔2022〕9号），制定本方案。",
                ),
                "c": doc(
                    "黑龙江省人民政府办公厅",
                    "黑政办发〔2022〕19号",
                    "2022年2月1日",
                    "黑龙江省黑土地保护工作方案",
                    "制定本方案。",
                ),
            },
            {"b←a"},
            id="same name county other province",
        ),
        pytest.param(
            {
                "p": PROVINCE,
                "c": CITY.replace(
                    "根据《省人民政府办公厅关于印发贵州省加快农村寄递物流体系建设实施方案的通知》（黔府办发〔2021〕30号）精神，",
                    "",
                ).replace("动态更新。", "动态更新。按照《贵州省加快农村寄递物流体系建设实施方案》要求落实补助。"),
            },
            {"c←p"},
            id="cites province in body clause as basis",
        ),
        pytest.param(
            {
                "c": CITY,
                "z": doc(
                    "贵州省人民政府办公厅",
                    "黔府办发〔2023〕2号",
                    "2023年1月3日",
                    "贵州省农村寄递物流补短板行动计划",
                    "制定本计划。",
                ),
            },
            set(),
            id="later doc cited as forthcoming",
        ),
        pytest.param(
            {
                "q": FORMER,
                "p": PROVINCE,
                "c": CITY.replace(
                    "根据《省人民政府办公厅关于印发贵州省加快农村寄递物流体系建设实施方案的通知》（黔府办发〔2021〕30号）精神",
                    "为加快我市农村寄递物流体系建设",
                ),
            },
            {"c←p"},
            id="two editions, no citation",
        ),
        pytest.param(
            {
                "q": FORMER,
                "p": PROVINCE,
                "c": CITY.replace("（黔府办发〔2021〕30号）", "")
                .replace("2022年3月1日", "2018年3月1日")
                .replace("〔2022〕8号", "〔2018〕8号"),
            },
            {"c←q"},
            id="between editions",
        ),
        pytest.param(
            {
                "p": PROVINCE,
                "r": doc(
                    "贵州省人民政府办公厅",
                    "黔府办发〔2023〕30号",
                    "2023年12月3日",
                    "贵州省加快农村寄递物流体系建设实施方案（修订）",
                    "制定本方案。",
                ),
                "c": CITY,
            },
            {"c←p"},
            id="plan plus revision notice",
        ),
        pytest.param(
            {
                "p": PROVINCE,
                "c": CITY,
                "k": COUNTY.replace("按照《遵义", "按照《贵州省加快农村寄递物流体系建设实施方案》《遵义"),
            },
            {"c←p", "k←c", "k←p"},
            id="county cites city and province",
        ),
        pytest.param(
            {
                "p": doc(
                    "上海市人民政府办公厅",
                    "沪府办发〔2022〕11号",
                    "2022年5月1日",
                    "上海市社区托育服务行动方案",
                    "制定本方案。",
                ),
                "d": doc(
                    "上海市嘉定区人民政府办公室",
                    "嘉府办发〔2022〕30号",
                    "2022年9月1日",
                    "嘉定区社区托育服务实施方案",
                    "根据《上海市社区托育服务行动方案》（沪府办发〔2022〕11号），制定本方案。",
                ),
                "b": doc(
                    "北京市人民政府办公厅",
                    "京政办发〔2022〕11号",
                    "2022年5月1日",
                    "北京市社区托育服务行动方案",
                    "制定本方案。",
                ),
            },
            {"d←p"},
            id="district of municipality",
        ),
        pytest.param(
            {
                "l": doc(
                    "全国人民代表大会常务委员会", "", "2021年6月10日", "中华人民共和国数据安全条例", "第一条 为了规范。"
                ),
                "c": doc(
                    "佛山市人民政府",
                    "佛府〔2022〕3号",
                    "2022年1月9日",
                    "佛山市数据安全管理办法",
                    "根据《中华人民共和国数据安全条例》，制定本办法。",
                ),
            },
            {"c←l"},
            id="speech/law mention not parent",
        ),
        pytest.param(
            {
                "c": doc(
                    "常德市人民政府办公室",
                    "常政办发〔2024〕6号",
                    "2024年3月1日",
                    "常德市烟花爆竹整治方案",
                    "制定本方案。",
                ),
                "k": doc(
                    "澧县应急管理局",
                    "澧应急〔2024〕12号",
                    "2024年5月1日",
                    "澧县烟花爆竹整治方案",
                    "根据《常德市烟花爆竹整治方案》（常政办发〔2024〕6号）和县政府要求，制定本方案。",
                ),
            },
            {"k←c"},
            id="own department joint",
        ),
    ],
)
def test_papers(papers: dict[str, str], expected: set[str]) -> None:
    assert links(papers) == expected
    assert links(dict(reversed(papers.items()))) == expected
