"""Heads of papers: made-up layouts (tests/lines/heads.txt), the real documents, and laws."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import dates
from kg.fields import read_fields
from kg.head import head
from kg.issuers import is_national, issuers_of_title, organs, spelt_out
from kg.jurisdiction import jurisdiction
from kg.layout import layout
from kg.letterhead import kind_of
from kg.places import gazetteer
from kg.records import Head, Source
from kg.terms import Term, load
from kg.view import normal
from kg.zones import zones

HERE = Path(__file__).parent
PLACES = gazetteer()


def read(text: str, name: str = "0a1b2c.txt") -> Head:
    source = Source(name, text, "", "utf-8")
    view = layout(source)
    return head(view, zones(view), source, PLACES)


@dataclass(frozen=True)
class Case:
    name: str
    want: dict[str, str]
    text: str


def cases() -> list[Case]:
    found = []
    for block in (HERE / "lines" / "heads.txt").read_text(encoding="utf-8").split("\n== ")[1:]:
        front, text = block.split("\n--\n", 1)
        name, *lines = front.split("\n")
        want = dict(line.split(": ", 1) for line in lines if line.strip())
        found.append(Case(name, want, text.strip("\n") + "\n"))
    return found


def noted(found: Head) -> dict[str, str]:
    """A head as a clerk notes it down: only what is there."""
    values = {
        "title": found.title,
        "notice": found.notice_title,
        "number": found.doc_number,
        "issuers": "、".join(found.issuers),
        "issued": found.issued_on,
        "printed": found.printed_on,
        "place": found.place,
        "level": found.level,
        "notices": "、".join(sorted({notice.code for notice in found.notices})),
    }
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_made_up_heads(case: Case) -> None:
    assert noted(read(case.text)) == case.want


SEEDS = HERE.parent / "seed" / "policies"


@pytest.mark.parametrize(
    ("stem", "want"),
    [
        (
            "000_2627acd412ac4b4c",
            {
                "title": "海东市贯彻落实〈青海省推动大规模设备更新和消费品以旧换新实施方案〉分工方案",
                "notice": "海东市人民政府办公室关于《海东市贯彻落实〈青海省推动大规模设备更新和消费品以旧换新"
                "实施方案〉分工方案》的通知",
                "number": "东政办〔2024〕66号",
                "issuers": "海东市人民政府办公室",
                "issued": "2024-07-03",
                "printed": "2024-07-04",
                "place": "630200",
                "level": "city",
            },
        ),
        (
            "001_e2898198300ff5d3",
            {
                "title": "青海省推动大规模设备更新和消费品以旧换新实施方案",
                "notice": "青海省人民政府关于印发青海省推动大规模设备更新和消费品以旧换新实施方案的通知",
                "number": "青政〔2024〕23号",
                "issuers": "青海省人民政府",
                "issued": "2024-04-28",
                "place": "630000",
                "level": "province",
            },
        ),
        (
            "002_710ea48a55b0c65d",
            {
                "title": "乳山市推动大规模设备更新和消费品以旧换新工作落实方案",
                "issuers": "乳山市人民政府",
                "issued": "2024-08-05",
                "place": "371083",
                "level": "county",
            },
        ),
        (
            "003_147a8dc579b3a254",
            {
                "title": "乌海市推动大规模设备更新和消费品以旧换新工作任务落实方案",
                "issued": "2024-06-08",
                "place": "150300",
                "level": "city",
            },
        ),
        (
            "004_6f419b5326e76f9f",
            {
                "title": "东昌府区推动大规模设备更新和消费品以旧换新实施方案",
                "notice": "聊城市东昌府区人民政府关于印发东昌府区推动大规模设备更新和消费品以旧换新实施方案的通知",
                "number": "东昌政发〔2024〕2号",
                "issuers": "聊城市东昌府区人民政府",
                "issued": "2024-07-02",
                "printed": "2024-07-02",
                "place": "371502",
                "level": "county",
            },
        ),
    ],
)
def test_the_five_documents(stem: str, want: dict[str, str]) -> None:
    assert noted(read((SEEDS / f"{stem}.txt").read_text(encoding="utf-8"))) == want


@pytest.mark.parametrize("stem", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_spans_point_at_what_they_say(stem: str) -> None:
    text = (SEEDS / f"{stem}.txt").read_text(encoding="utf-8")
    found = read(text)
    values = {
        "title": found.title,
        "notice_title": found.notice_title,
        "issuer": found.issuers[0] if found.issuers else "",
    }
    for name, start, end in found.spans:
        printed = re.sub(r"[\s#>*]+", "", text[start:end])
        assert printed, name
        if name in values:
            assert printed == values[name], name
        if name == "doc_number":
            assert normal(printed) == found.doc_number


def test_the_file_name_is_the_last_resort_for_a_title_and_is_said_to_be() -> None:
    text = "为加快发展，制定以下措施。\n一、目标\n我市产值达到1亿元。\n二、保障\n由泉州市统筹。\n"
    found = read(text, "泉州市支持鞋服产业若干措施.txt")
    assert found.title == "泉州市支持鞋服产业若干措施"
    assert [notice.code for notice in found.notices] == ["title-from-file-name"]
    assert read(text, "2024-final.txt").title is None


def test_a_number_that_the_text_cites_is_not_the_document_s_own() -> None:
    found = read("某市实施方案\n根据《某省方案》（某政发〔2024〕23号）要求，制定本方案。\n一、目标\n全面完成。\n")
    assert found.doc_number is None


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        ("2024年7月3日", "2024-07-03"),
        ("2024 年 7 月 3 日", "2024-07-03"),
        ("二〇二四年七月三日", "2024-07-03"),
        ("二○一九年十二月二十一日", "2019-12-21"),
        ("二〇二一年十月三十日", "2021-10-30"),
        ("2024-04-28", "2024-04-28"),
        ("2024.4.28", "2024-04-28"),
        ("2024/4/28", "2024-04-28"),
        ("20221025", "2022-10-25"),
        ("2018年03月27", "2018-03-27"),
        ("2021年12月", "2021-12"),
        ("2026月3月26日", "2026-03-26"),
        ("2024年2月30日", None),
        ("2024年13月1日", None),
        ("20244年7月3日", None),
        ("2204年7月3日", None),
    ],
)
def test_dates(printed: str, want: str | None) -> None:
    assert [date.iso for date in dates(printed)] == [want]


def test_no_date() -> None:
    for text in ("2024年", "第1.2.3条", "content/2019-01/30/content_1", "0536-1234567"):
        assert list(dates(text)) == [], text


def test_a_doubtful_date_says_so() -> None:
    [slip] = dates("2026月3月26日")
    assert slip.doubt == "日期“2026月3月26日”疑有误印，按2026-03-26处理。"
    [wrong] = dates("2204年7月3日")
    assert wrong.doubt == "日期“2204年7月3日”的年份不可信，未采用。"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("成都市经济和信息化局成都市科学技术局", ["成都市经济和信息化局", "成都市科学技术局"]),
        ("国家林业和草原局 农业农村部", ["国家林业和草原局", "农业农村部"]),
        ("民政部国家发展改革委财政部", ["民政部", "国家发展改革委", "财政部"]),
        ("中共娄底市委娄底市人民政府", ["中共娄底市委", "娄底市人民政府"]),
        ("国家税务总局海东市税务局", ["国家税务总局海东市税务局"]),
        ("中国人民银行海东市分行海东市财政局", ["中国人民银行海东市分行", "海东市财政局"]),
        ("国务院、中央军委", ["国务院", "中央军委"]),
        ("海东市人民政府办公室（代章）", ["海东市人民政府办公室"]),
        ("关于加快发展", []),
    ],
)
def test_organs_are_cut_apart(text: str, want: list[str]) -> None:
    assert [organ.name for organ in organs(text, 0, len(text), PLACES)] == want


def test_issuers_in_a_title() -> None:
    assert issuers_of_title("工业和信息化部等八部门关于印发规划的通知", PLACES) == (("工业和信息化部",), True)
    assert issuers_of_title("海东市人民政府办公室关于《方案》的通知", PLACES) == (("海东市人民政府办公室",), False)
    assert issuers_of_title("“十四五”智能制造发展规划", PLACES) == ((), False)
    assert issuers_of_title("国家税务总局海东市税务局海东市财政局关于做好工作的通知", PLACES) == (
        ("国家税务总局海东市税务局", "海东市财政局"),
        False,
    )
    assert issuers_of_title("国家开发银行青海省分行青海省农业农村厅关于做好工作的通知", PLACES) == (
        ("国家开发银行青海省分行", "青海省农业农村厅"),
        False,
    )
    assert issuers_of_title("海东市支持旅游业发展若干措施", PLACES) == ((), False)


def test_an_organ_is_spelt_with_its_place() -> None:
    assert spelt_out("省发展改革委", PLACES.place("440000")) == "广东省发展改革委"
    assert spelt_out("市政府办公室", PLACES.place("320381")) == "新沂市政府办公室"
    assert spelt_out("海东市商务局", PLACES.place("630200")) == "海东市商务局"
    assert spelt_out("省发展改革委", PLACES.place("630200")) == "省发展改革委"
    assert spelt_out("市政府办公室", None) == "市政府办公室"


def test_national_organs() -> None:
    assert all(is_national(name, PLACES) for name in ("国务院办公厅", "财政部", "国家发展改革委", "中共中央"))
    assert not any(is_national(name, PLACES) for name in ("市委组织部", "国家税务总局海东市税务局", "海东市财政局"))


def test_a_name_borne_by_several_places_needs_the_text() -> None:
    titles = ["朝阳区支持夜间经济发展办法"]
    assert jurisdiction([], titles, None, "朝阳区各街道。", PLACES).place is None
    found = jurisdiction([], titles, None, "服务长春市发展，落实《长春市促进消费办法》。", PLACES)
    assert found.place is not None
    assert found.place.code == "220104"
    found = jurisdiction([], titles, "京朝政发〔2021〕2号", "朝阳区各街道。", PLACES)
    assert found.place is not None
    assert found.place.code == "110105"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("东政办〔2024〕66号", "number"),
        ("东政办[2024]66号          签发人：某某", "number"),
        ("海东市人民政府办公室文件", "red head"),
        ("江西省人民政府令", "red head"),
        ("2024年7月3日", "date"),
        ("某区人民政府2024年7月2日", "date"),
        ("现将《某市方案》印发给你们，请认真贯彻执行。", "handing over"),
        ("各县区人民政府，市政府各部门：", "salutation"),
        ("海东市人民政府办公室", "organ"),
        ("住房和城乡建设部", "organ"),
        ("（此件公开发布）", "other"),
        ("附件：某市方案", "other"),
        ("HHCR-2023-01005", "other"),
        ("一、总体要求", "other"),
        ("关于印发《某市方案》的通知", "title"),
        ("2024年全市工作要点", "title"),
        ("关于在市场监管领域全面推行", "title"),
    ],
)
def test_kinds_of_lines(line: str, kind: str) -> None:
    assert kind_of(normal(line), 0, len(line)).kind == kind


@pytest.mark.parametrize("term", load("fields"), ids=lambda term: f"{term.kind}-{term.form}")
def test_every_field_label_is_live(term: Term) -> None:
    text = normal(term.example)
    fields, rows = read_fields(text, [(0, len(text))])
    assert rows == {0}
    value = re.split("[：〕]", text, maxsplit=1)[1]
    if term.kind == "other":
        assert fields == []
    else:
        assert [(field.kind, text[field.start : field.end]) for field in fields] == [(term.kind, value)]


PIECES = [
    *("海东市人民政府办公室", "文件", "东政办〔2024〕66号", "关于印发", "《", "》", "〈", "〉", "方案", "的通知"),
    *("各县区人民政府：", "现将", "印发给你们。", "2024年7月3日", "9999年99月99日", "附件", "：", "一、", "\n", "\n"),
    *(" ", "　", "发文字号：", "【文号】", "抄送：", "印发", "我省", "各地区", "令", "第707号", "（", "）", "国务院"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_soup_of_pieces_is_read_without_a_refusal(parts: list[str]) -> None:
    text = "".join(parts)
    found = read(text)
    for _, start, end in found.spans:
        assert 0 <= start < end <= len(text)
    assert found.issued_on is None or re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", found.issued_on)
    assert (found.place is None) == (found.level is None)
