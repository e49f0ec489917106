"""Saved web pages: the article and what belongs to it is kept, the site around it is not; nothing is run or fetched."""

from __future__ import annotations

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from same_paper import said

from kg.apart import apart
from kg.document import read_document
from kg.errors import UnreadableFile
from kg.layout import layout
from kg.places import gazetteer
from kg.read import check, read_bytes
from kg.web import web

SEEDS = sorted((Path(__file__).parents[1] / "seed" / "policies").glob("*.txt"))
PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_岚山县人民政府门户网站</title>
<meta name="ArticleTitle" content="{title}"><script>var a = "脚本。";</script><style>.x {{ }}</style></head>
<body><header><div>岚山县人民政府</div><ul class="nav"><li><a href="/">首页</a></li></ul></header>
<form><div class="position">当前位置：<a>首页</a> &gt; <a>政策文件</a></div>
<div class="wrap"><div class="left"><h3>栏目导航</h3><ul><li><a>领导之窗</a></li><li><a>机构设置</a></li></ul></div>
<div class="right">{above}<div id="zoom">{article}</div>
<div class="share">分享到：微信 微博</div><p>上一篇：<a>没有了</a></p></div></div></form>
<div class="bottom"><p>主办单位：岚山县人民政府。网站标识码：6300000001，青ICP备10000000号</p></div></body></html>"""
FIELDS = (
    "<table><tr><td>索引号：</td><td>015/2024-26</td><td>发文字号：</td><td>岚政发〔2024〕12号</td></tr></table>"
    "<h1>{title}</h1><div class='info'>来源：县政府办 字体：<a>大</a> <a>中</a> <a>小</a></div>"
)
TITLE = "岚山县推动家电以旧换新实施方案"
ARTICLE = "<p>&emsp;&emsp;为做好工作，制定本方案。</p><p>一、重点任务</p><p>（一）开展活动。到2027年，增长20%。</p>"


def page(article: str, *, above: str = "", title: str = TITLE, charset: str = "utf-8") -> str:
    return PAGE.format(article=article, above=above.format(title=title), title=title, charset=charset)


def lines(article: str, **more: str) -> list[str]:
    return [line.strip() for line in web(page(article, **more))[0].split("\n")]


# -- the same paper ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_the_same_paper_says_the_same(seed: Path) -> None:
    text = layout(read_bytes(seed.read_bytes(), seed.name)).text
    paragraphs = text.split("\n")
    article = "\n".join(f'<p style="text-indent:2em"><span>{escape(line)}</span></p>' for line in paragraphs)
    data = page(article, title=paragraphs[0]).encode()
    plain = read_document(read_bytes(text.encode(), seed.name), gazetteer())
    ours = read_document(read_bytes(data, seed.name.replace("txt", "html")), gazetteer())
    assert ours.source.encoding == "html" and ours.source.text == text
    assert said(ours) == said(plain)


def test_a_page_in_a_national_encoding_is_the_same_page() -> None:
    charsets = ("utf-8", "gb2312", "gb18030")
    assert len({read_bytes(page(ARTICLE, charset=one).encode(one), "a.htm").text for one in charsets}) == 1
    traditional = "<html><meta charset=big5><p>一、重點任務。推動產業發展，擴大開放。</p><p>二、其他</p></html>"
    assert "重點任務" in read_bytes(traditional.encode("big5"), "a.html").text
    assert (
        "一、重点" in read_bytes(page(ARTICLE, charset="utf-8").encode("gb18030"), "a.html").text
    )  # it says otherwise


# -- what is of the article --------------------------------------------------------------------------------------------


def test_the_article_its_title_and_fields_are_kept_and_the_site_is_not() -> None:
    found = lines(ARTICLE + "<p>岚山县人民政府<br>2024年9月12日</p>", above=FIELDS)
    assert found == [
        "索引号：\t015/2024-26\t发文字号：\t岚政发〔2024〕12号",
        TITLE,
        "来源：县政府办 字体：大 中 小",
        *(
            "为做好工作，制定本方案。",
            "一、重点任务",
            "（一）开展活动。到2027年，增长20%。",
            "岚山县人民政府",
            "2024年9月12日",
        ),
    ]
    paper = read_document(read_bytes(page(ARTICLE, above=FIELDS).encode(), "a.html"), gazetteer())
    assert (paper.head.title, paper.head.doc_number) == (TITLE, "岚政发〔2024〕12号")


def test_a_title_that_only_the_head_of_the_page_says_comes_first() -> None:
    assert lines(ARTICLE)[0] == TITLE
    bare = f"<html><title>{TITLE}-岚山县政府</title><body>{ARTICLE}</body></html>"
    assert web(bare)[0].split("\n")[0] == TITLE
    assert web(f"<html><title>政府网站</title><body>{ARTICLE}</body></html>")[0].strip().startswith("为做好")


def test_a_table_date_and_annex_under_the_article_are_kept() -> None:
    under = (
        "</div><div><table><tr><td>序号<td>任务</tr><tr><td>1<td>建站</tr></table></div><div>2024年9月12日</div><div>"
    )
    assert lines(ARTICLE + under)[-3:] == ["序号\t任务", "1\t建站", "2024年9月12日"]


def test_hidden_words_scripts_and_deletions_are_left_out_and_pictures_counted() -> None:
    article = ARTICLE + (
        "<p style='color:red; display: none'>暗。</p><p hidden>暗。</p><script>document.write('暗。')</script>"
        "<!-- 暗。 --><p>到<del>2026</del><ins>2027</ins>年，完成。</p><img src='http://example.org/a.png'>"
    )
    text, notices = web(page(article))
    assert "暗" not in text and "脚本" not in text and text.endswith("到2027年，完成。")
    assert [notice.code for notice in notices] == ["left-out-pictures"]


def test_lines_rows_and_lists_are_as_a_browser_shows_them() -> None:
    article = ARTICLE + (
        "<div>责任\n  单位：县商务局，\n县财政局</div>"
        "<table><tr><th>序号<th>重点任务<th>单位<tr><td>1<td>建设<br>20个<td rowspan=2>县商务局<br>县财政局"
        "<tr><td>2<td>开展 活动</table>"
        "<ol start=3><li><p>第三项</p><p>又一段</p><li>第四项</ol><ol style='list-style-type:none'><li>无号</ol>"
        "<ol style='list-style-type: cjk-ideographic'><li>汉号</ol><ul><li>点</ul><pre>甲\n乙</pre>"
    )
    assert lines(article)[4:] == [
        *("责任单位：县商务局，县财政局", "序号\t重点任务\t单位"),
        *("1\t建设20个\t县商务局、县财政局", "2\t开展活动\t县商务局、县财政局"),
        *("3. 第三项", "又一段", "4. 第四项", "无号", "一、汉号", "点", "甲", "乙"),
    ]


def test_a_page_laid_out_with_tables_is_no_table() -> None:
    body = "".join(
        f"<p>（{n}）开展活动。到2027年，建成站点{n}0个，覆盖全部乡镇，方便群众交售废旧家电。</p>" for n in range(20)
    )
    old = f"<html><body><table><tr><td><a>首页</a></td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    assert web(old)[0].count("\n") == 19 and "\t" not in web(old)[0]


def test_a_table_with_most_of_the_words_is_not_the_article() -> None:
    rows = "".join(f"<tr><td>{n}<td>建设回收站点{n}0个，覆盖全部乡镇，方便群众。<td>县商务局" for n in range(30))
    found = lines(
        f"<p>一、任务</p><p>做好工作。</p><div><table><tr><td>序号<td>任务<td>单位{rows}</table></div><p>二、保障</p>"
    )
    assert found[1:4] == ["一、任务", "做好工作。", "序号\t任务\t单位"] and found[-1] == "二、保障"


def test_a_paper_of_short_lines_is_kept_whole() -> None:
    article = (
        "<div>一、总体要求</div><div>坚持问题导向，突出重点。</div><div>二、任务</div><div>责任单位：县商务局</div>"
    )
    assert lines(article)[1:] == ["一、总体要求", "坚持问题导向，突出重点。", "二、任务", "责任单位：县商务局"]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", categories=("Lo", "Nd"))), min_size=1, max_size=8))
def test_no_paragraph_of_an_article_is_lost(words: list[str]) -> None:
    article = "".join(f"<p>{escape(word)}。</p>" for word in words)
    text = web(page(article))[0]
    assert [line for line in text.split("\n")[1:] if line != "。"] == [f"{word}。" for word in words if word]


# -- what comes from outside -------------------------------------------------------------------------------------------


def test_what_is_a_page_is_told_by_what_it_is() -> None:
    assert read_bytes(page(ARTICLE).encode(), "方案.txt").encoding == "html"
    assert read_bytes(f"<div>{ARTICLE}</div>".encode(), "方案.htm").encoding == "html"
    assert read_bytes("一、任务（<b>重点</b>）".encode(), "方案.md").encoding == "utf-8"
    assert read_bytes("一、任务".encode(), "方案.html").encoding == "utf-8"
    xhtml = "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html PUBLIC 'a' 'b'>" + page(ARTICLE)[15:]
    assert "一、重点任务" in read_bytes(xhtml.encode(), "方案.xhtml").text


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_page_saved_as_one_file_is_the_page_in_it(charset: str) -> None:
    whole = MIMEMultipart("related")
    whole.attach(MIMEText(page(ARTICLE, charset=charset), "html", charset))
    whole.attach(MIMEText("body { color: red }", "css", "utf-8"))
    saved = b"From: <Saved by Blink>\r\n" + whole.as_bytes()
    source = read_bytes(saved, "方案.mhtml")
    assert (source.encoding, source.text) == ("mht", web(page(ARTICLE))[0])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<html><body><script>一。</script></body></html>".encode(), "没有正文"),
        ("<!doctype html><html><body><nav>一、任务</nav>".encode(), "没有正文"),
        (("<html>" + "<div>" * 3000 + "一。").encode(), "嵌套过深"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "里面没有网页"),
        ("<?xml version='1.0'?><w:document>一</w:document>".encode(), "XML"),
    ],
    ids=["script", "menu", "deep", "mht", "word-xml"],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "网页.html")
    assert str(caught.value).startswith("网页.html：") and reason in str(caught.value) and "请" in str(caught.value)


def test_a_page_made_to_take_for_ever_is_broken_off() -> None:
    slow = "<div>" * 200_000 + "一。"
    with pytest.raises(UnreadableFile, match="超过 2 秒"):
        apart("html", slow.encode(), time=2)
    assert len(check(("<html>" + slow).encode(), "a.html")) == 64  # an upload is only looked at


def test_a_page_made_to_fill_the_memory_is_broken_off() -> None:
    fonts = "".join(f"<font size={n}>" for n in range(3000))
    with pytest.raises(UnreadableFile, match="请"):
        apart("html", f"{fonts}{'<p>一。' * 30_000}".encode(), time=20)


def test_a_cell_that_reaches_down_for_ever_does_not_make_a_book() -> None:
    rows = "<tr><td>2</td><td>甲，乙。</td></tr>" * 5_000
    table = f"<table><tr><td>1</td><td rowspan=99999>{'文' * 5_000}</td><td>丙</td></tr>{rows}</table>"
    with pytest.raises(UnreadableFile, match="万字"):
        apart("html", f"<html>{table}".encode())


@pytest.mark.parametrize("charset", ["punycode", "undefined", "idna", "unicode_escape"])
def test_an_encoding_that_no_page_is_in_is_not_believed(charset: str) -> None:
    text = f"<html><meta charset={charset}><p>一、重点任务。推动产业发展。</p><p>{'a' * 3_000_000}</p></html>"
    assert "一、重点任务。" in read_bytes(text.encode(), "a.html").text


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/&!-=\"' apdivtrlo一、。"), max_size=200))
def test_any_page_is_read_or_refused(text: str) -> None:
    try:
        found, _ = web(f"<html>{text}")
    except UnreadableFile:
        return
    assert found.strip()
