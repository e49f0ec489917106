"""The words of questions: every row of english.tsv and synonyms.tsv is sound and live; sentences find their forms."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from quickness import is_done_within

from kg.naming import is_open, spelling
from kg.terms import Term, load
from kg.view import normal
from search.bodies import _english_names
from search.english import in_chinese, phrases
from search.subject import of_another_thing, subject_of
from search.tokens import Tokens
from search.understand import VOCABULARY, Names, understand
from search.words import COMMON, RARE, Subject, Word

ENGLISH = load("english", required=["chinese"], folder=VOCABULARY)
SYNONYMS = load("synonyms", required=["official"], folder=VOCABULARY)
TERMS = [row for row in ENGLISH if row.kind == "term"]
BODIES = [row for row in ENGLISH if row.kind in ("body", "ministry")]
LINES = [
    tuple(cell.strip() for cell in line.split("|", 1))
    for line in (Path(__file__).parent / "lines" / "question_vocabulary.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
NOBODY = Names(lambda text: (), lambda text, places: ())
TOKENS = Tokens()

# Words of any plan or any question: alone they would stand for everything.
STOP_WORDS = """a about action activity aim all and are by can city clause construction department development document
do does each effort every for from goal have how implement implementation improve in is item key level local main many
measure method more most much must need new number of on or other place plan policy process program project promote
province provincial purpose regional require responsible section shall should strengthen support system target task
that the their these to unit what when where which who will with work year"""
# Bodies that are no 局, 委员会, 厅 …, each with a name that its function stands in.
NO_BUREAU = {
    "中国电信": "中国电信海东分公司",
    "中国移动": "中国移动海东分公司",
    "中国联通": "中国联通海东分公司",
    "中国铁塔": "中国铁塔海东分公司",
    "农业发展银行": "农业发展银行海东市分行",
    "农业银行": "农业银行海东市分行",
    "国家安全": "市国家安全局",
    "国家开发银行": "国家开发银行青海省分行",
    "水务集团": "市水务集团",
    "银行保险监督管理": "中国银行保险监督管理委员会",
}


def named(rows: list[Term] | tuple[Term, ...], wrong: str) -> list[str]:
    """Where the rows stand of which `wrong` is said, to be shown when there are any."""
    return [f"{row.where} {row.form} {wrong}" for row in rows]


def ask(text: str) -> Subject:
    """The subject of a question over clauses that print any Chinese and no Latin word."""
    question = understand(text, NOBODY)
    return subject_of(question, TOKENS.cut, lambda word: 9.0 if re.match("[a-z]", word) else 5.0, lambda said: ())


def test_rows_are_sorted_by_kind_and_form() -> None:
    for rows in (ENGLISH, SYNONYMS):
        order = [(row.kind, row.form) for row in rows]
        assert order == sorted(order)


def test_no_form_comes_twice() -> None:
    assert {row.kind for row in ENGLISH} == {"body", "ministry", "term"}
    assert {row.kind for row in SYNONYMS} == {"acronym", "everyday", "older"}
    assert not [form for form, n in Counter(row.form for row in SYNONYMS).items() if n > 1]


def test_forms_are_spelt_as_a_normalised_question_spells_them() -> None:
    wrong = [row for row in (*ENGLISH, *SYNONYMS) if normal(row.form).lower() != row.form]
    wrong += [row for row in TERMS if normal(row["chinese"]).lower() != row["chinese"]]
    wrong += [row for row in SYNONYMS if normal(row["official"]).lower() != row["official"]]
    assert not named(wrong, "is not normalised")


def test_every_example_holds_its_form() -> None:
    wrong = [row for row in (*ENGLISH, *SYNONYMS) if row.form not in normal(row.example).lower()]
    assert not named(wrong, "is not in its example")


def test_every_term_is_live() -> None:
    """A longer phrase or a plural may not hide a row: the row itself is found in its form."""
    matches = [(row, phrases().match(row.form)) for row in TERMS]
    assert not named([row for row, match in matches if not match or match["phrase"] != row.form], "is never found")


def test_every_body_is_live() -> None:
    wrong = []
    for row in BODIES:
        match = _english_names().search(normal(row.example).lower())
        if match is None or row.form not in (match["before"], match["behind"], match["alone"]):
            wrong.append(row)
    assert not named(wrong, "is not found in its example")


def test_no_term_is_a_stop_word() -> None:
    function_words = re.compile(next(t.form for t in load("chatter", folder=VOCABULARY) if t.kind == "function"))
    stop_words = set(STOP_WORDS.split())
    for row in TERMS:
        assert row.form not in stop_words, row.where
        assert not function_words.fullmatch(row.form), row.where


def test_chinese_forms_are_words_each_of_its_own() -> None:
    """One to four forms, two characters at least; one that holds an earlier one would never be needed."""
    for row in TERMS:
        forms = row["chinese"].split()
        assert 1 <= len(forms) <= 4, row.where
        assert all(len(form) >= 2 for form in forms), row.where
        for n, form in enumerate(forms):
            assert not any(earlier in form for earlier in forms[:n]), row.where


@pytest.mark.parametrize("function", sorted({f for row in BODIES for f in row["chinese"].split()}))
def test_a_body_stands_for_a_function_as_names_spell_it(function: str) -> None:
    if function in NO_BUREAU:
        assert function in NO_BUREAU[function]
        return
    kinds = ("局", "委员会", "厅", "部", "办公室")
    assert is_open(function) or function in {spelling(function + kind).function for kind in kinds}


def test_a_synonym_is_another_word() -> None:
    """What holds the form already is found without it; one character would stand in other words (钱 apart)."""
    for row in SYNONYMS:
        official = row["official"].split()
        assert len(row.form) >= 2 or row.form == "钱", row.where
        assert len(set(official)) == len(official), row.where
        assert all(len(form) >= 2 and row.form not in form for form in official), row.where


def test_no_synonym_does_what_a_shorter_one_does() -> None:
    official = {row.form: {row.form, *row["official"].split()} for row in SYNONYMS}
    wrong = []
    for row in SYNONYMS:
        pieces = {row.form[i:j] for i in range(len(row.form)) for j in range(i + 1, len(row.form) + 1)} - {row.form}
        wrong += [row for piece in pieces & official.keys() if official[row.form] - {row.form} <= official[piece]]
    assert not named(wrong, "is covered by a part of it")


@pytest.mark.parametrize(("expected", "text"), LINES, ids=[text for _, text in LINES])
def test_a_question_is_searched_for_in_the_words_of_the_texts(expected: str, text: str) -> None:
    words = ask(text).words
    meant = {form for word in words for form in (word.form, *word.others)}
    assert set(expected.split()) <= meant


def test_a_longer_phrase_is_taken_whole() -> None:
    assert [word.form for word in ask("second-hand cars").words] == ["二手车"]
    assert [word.form for word in ask("rural sewage").words] == ["农村生活污水"]


def test_a_bent_word_is_read_as_the_one_it_comes_from() -> None:
    assert [word.form for word in ask("vaccinating and desalinated").words] == ["疫苗"]
    assert [word.form for word in ask("renovators").words] == []


def test_the_subject_takes_less_than_two_milliseconds() -> None:
    questions = [understand(text, NOBODY) for _, text in LINES]

    def read() -> None:
        for question in questions:
            subject_of(question, TOKENS.cut, lambda word: 5.0, lambda said: ())

    assert is_done_within(0.002 * len(questions), read)


def test_a_common_english_word_weighs_less_than_one_of_the_matter() -> None:
    weight = {word.form: word.weight for word in ask("helping with dredging").words}
    assert weight["帮扶"] < weight["清淤"]


def test_a_compound_that_no_clause_prints_is_read_as_the_words_that_it_is_made_of() -> None:
    printed = {"学校", "食堂"}
    question = understand("school canteens", NOBODY)
    subject = subject_of(question, TOKENS.cut, lambda word: 5.0 if word in printed else 9.0, lambda said: ())
    assert [word.form for word in subject.words] == ["学校", "食堂"]


def test_the_words_of_a_phrase_count_in_part() -> None:
    """A clause on 森林和草原火灾 is on forest fires as well, though the phrase stands for 森林火灾."""
    word = next(iter(ask("forest fires").words))
    assert (word.form, word.parts) == ("森林火灾", ("森林", "火灾"))
    assert word.share("森林和草原火灾") == pytest.approx(0.7)
    assert set(next(iter(ask("quantum computing").words)).parts) <= {"量子", "计算"}
    assert not any(word.parts for word in ask("forests").words)


def test_a_short_english_question_may_be_about_what_no_clause_names() -> None:
    question = understand("monorail for visitors", NOBODY)
    rail, guests = Word("单轨", 6.0, known=False), Word("游客", 2.0)
    assert of_another_thing(question, [rail, guests])
    assert not of_another_thing(question, [replace(rail, known=True), guests])
    assert not of_another_thing(question, [rail, guests, Word("景区", 3.0)])  # the rest may tell it
    assert not of_another_thing(question, [])


def test_small_words_of_talk_are_no_part_of_the_matter() -> None:
    talk = understand("hi, so who do I talk to about kerbside parking?", NOBODY)
    assert talk.subject == "kerbside parking"
    assert understand("trade-in schemes", NOBODY).subject == "trade-in schemes"


def test_what_asks_is_not_translated() -> None:
    assert [word.form for word in ask("who is in charge of bamboo").words] == ["竹产业"]
    assert [word.form for word in ask("which local government bodies are responsible for bridges").words] == ["桥梁"]


def test_a_plan_s_own_subject_is_as_much_of_the_matter_as_a_rare_word() -> None:
    """In a plan on straw every clause holds 秸秆: that it is asked about is worth as much as 堆场, which none holds."""
    assert Word("秸秆", 0.4).matter == COMMON
    assert Word("堆场", 6.7, known=False).matter == RARE
    assert Word("支持", 0.15, tells=0.3).matter == pytest.approx(0.3 * COMMON)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("household-garbage stations", "household garbage stations"),  # the row has a space
        ("e commerce parks", "e-commerce parks"),  # the row has a hyphen
        ("household garbage", "household garbage"),
    ],
)
def test_a_hyphen_and_a_space_are_one(said: str, printed: str) -> None:
    found, wanted = ([words for _, words in in_chinese(text)] for text in (said, printed))
    assert found == wanted != []
