"""How a body's name is spelt: standard abbreviations, keys that spellings share, short forms."""

from __future__ import annotations

import pytest

from kg.naming import ministry, normalise_unit, plates, short_forms, spelling


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("市发展改革委", "市发展和改革委员会"),
        ("海东市发改委", "海东市发展和改革委员会"),
        ("县发展改革局", "县发展和改革局"),
        ("海东工信局", "海东工业和信息化局"),
        ("区商务委", "区商务委员会"),
        ("区科经委", "区科经委"),
        ("市住房城乡建设局", "市住房和城乡建设局"),
        ("省住房城乡建设厅", "省住房和城乡建设厅"),
        ("市场监管局", "市场监督管理局"),
        ("市市场监管局", "市市场监督管理局"),
        ("市人力资源社会保障局", "市人力资源和社会保障局"),
        ("省卫健委", "省卫生健康委员会"),
        ("区卫生健康局", "区卫生健康局"),
        ("省科技厅", "省科学技术厅"),
        ("市供销联社", "市供销合作社联合社"),
        ("市农业农村委", "市农业农村委员会"),
        ("市委政法委", "市委政法委"),
        ("县纪委监委", "县纪委监委"),
        ("省委金融办", "省委金融办"),
        ("区商投局", "区商投局"),
        ("威海市生态环境局乳山分局", "威海市生态环境局乳山分局"),
        ("各镇政府〔街道办事处〕", "各镇政府（街道办事处）"),
        ("市发展 改革委", "市发展和改革委员会"),
    ],
)
def test_standard_abbreviations_are_spelt_out(printed: str, full: str) -> None:
    assert normalise_unit(printed) == full


@pytest.mark.parametrize(
    "spellings",
    [
        ("住房和城乡建设局", "住房城乡建设局", "住房建设局", "住建局"),
        ("工业和信息化局", "工业信息化局", "工信局"),
        ("供销合作社联合社", "供销联社", "供销社"),
        ("教育和体育局", "教育体育局", "教体局"),
        ("残疾人联合会", "残联"),
        ("委网络安全和信息化委员会办公室", "委网信办"),
        ("交通运输局", "交通局"),
        ("各县区人民政府", "各县区政府"),
        ("发展改革委", "发展改革委（数据局）"),
    ],
)
def test_spellings_of_one_body_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({spelling(name).key for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("商务局", "财政局"),
        ("教育局", "体育局"),
        ("农业局", "农业机械局"),
        ("公安局", "公安局交警大队"),
        ("商务局", "商务厅"),
    ],
)
def test_different_bodies_have_different_keys(one: str, other: str) -> None:
    assert spelling(one).key != spelling(other).key


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("商务局", "商务"),
        ("商务厅", "商务"),
        ("商务部", "商务"),
        ("国家发展和改革委员会", "发展和改革"),
        ("国家税务总局", "税务"),
        ("税务局", "税务"),
        ("生态环境分局", "生态环境"),
        ("国家金融监督管理总局监管支局", "金融监督管理"),
        ("中国人民银行分行", "人民银行"),
        ("人民政府", "人民政府"),
        ("水务集团", None),
        ("供电公司", None),
        ("各县区人民政府", None),
        ("相关部门", None),
    ],
)
def test_counterparts_share_a_function(name: str, function: str | None) -> None:
    assert spelling(name).function == function


def test_short_forms_lead_back_to_the_body() -> None:
    for name in ("海东市工业和信息化局", "青海省发展和改革委员会", "东昌府区市场监督管理局", "海东市供销合作社联合社"):
        for form in short_forms(name):
            assert spelling(form).key == spelling(short_forms(name)[0]).key, form
    assert "工信局" in short_forms("海东市工业和信息化局")
    assert "发改委" in short_forms("青海省发展和改革委员会")
    assert "市监局" in short_forms("东昌府区市场监督管理局")
    assert short_forms("国家税务总局海东市税务局") == ("税务局",)


def test_further_names_in_brackets_or_without_a_mark() -> None:
    assert plates("市发展改革委（市数据局）") == ("市发展改革委", "市数据局")
    assert plates("市经信局市新经济委") == ("市经信局", "市新经济委")
    assert plates("各镇政府（街道办事处）") == ()
    assert plates("市商务局") == ()


@pytest.mark.parametrize(
    ("matter", "name"),
    [
        ("林业", "国家林业和草原局"),
        ("医保", "国家医疗保障局"),
        ("住房城乡建设", "住房和城乡建设部"),
        ("市场监督管理", "国家市场监督管理总局"),
        ("应急", "应急管理部"),
        ("养蜂", None),
    ],
)
def test_a_matter_is_a_ministrys(matter: str, name: str | None) -> None:
    assert ministry(matter) == name
