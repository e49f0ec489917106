"""What a paper pays, returns or charges (补贴标准), how often and how long: printed figures that are no goals.

能领多少创业补贴 has no goal to answer it; the sentence 对首店给予最高3万元创业补贴 does. It is quoted, nothing
is worked out of it, and only a sentence that holds what is asked about and prints a sum is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.view import normal
from search.answers import Answer
from search.desk import Desk, given
from search.hits import Hit
from search.sentences import quoted
from search.subject import TELLING
from search.words import Word, coverage

HELD = 0.5  # share of what is asked about that the sentence and its heading must hold
ALIKE = (
    0.9  # share of the best part's at which another part of its sentence is told, too: 担保贷款最高20万元；…最高90万元
)
QUOTED = 120  # characters of a sentence that are quoted
_TIMES = "[一二两三四五六七八九十百0-9]+次"
_SPANS = (
    "[一二两三四五六七八九十半0-9]+(?:天|日内|个?工作日|个月)"
    "|(?<![0-9])[0-9]{1,2}年(?![0-9])|[一二两三四五六七八九十]年(?!级)"
)
# 换辆新车能补多少, 拿多少钱; not 补植多少亩, 发多少户
_PAID = "[补奖领](?:多少(?![个户人家亩棵株张辆台件套次])|几[成百千万]|几个?点)|[给拿发]多少钱"
_KINDS = (  # what a question calls the sum, and what a clause calls one of its kind
    (
        rf"补贴|补助|奖励|奖补|奖金|资助|津贴|补偿|{_PAID}"
        r"|\b(?:subsid\w+|grants?|rewards?|bonus(?:es)?|allowances?|compensation)\b",
        "补贴|补助|奖励|奖补|奖金|资助|津贴|补偿|补足|给予|发放",
    ),
    (r"贷款|贴息|担保|能贷|\bloans?\b", "贷款|贴息|担保|授信|融资"),
    (r"返还|退还|退回|退[税费]|\brefund\w*", "返还|退还|退回|退税|退费|[退返]"),
    (
        r"减免|减征|租金|房租|收费|费用|保费|押金|\b(?:fees?|rents?|charges?|waive\w*)\b",
        "[减免收缴]|租金|费用|保费|押金|补贴",
    ),
    (r"罚款|罚金|罚多少|怎么罚|\b(?:fines?|fined|penalt(?:y|ies))\b", "罚"),
    (r"报销|\breimburs\w+", "报销|补偿|支付|保障"),
    (r"几次|几回|多少次|多久[^，？]{0,4}一次|\bhow often\b|\bhow many times\b", _TIMES),
    (r"几天|多少天|[几多少]个?工作日|几个月|任期|几年一届|多长时间|\bhow long\b|\bhow many days\b", _SPANS),
)
_ASKS_PAYMENT = re.compile(_PAID)
_PAIRS = tuple((re.compile(asked), re.compile(printed)) for asked, printed in _KINDS)
_SUM = re.compile(
    r"""[\d.]+\s*(?:[百千万亿]*元|%|倍|折|个月) | [一二三四五六七八九十两百千万亿]+元 | 百分之[一二三四五六七八九十]
      | 全额(?:返还|补贴|补助|减免|免除|退还) | 免[收交缴征]""",
    re.VERBOSE,
)
_NOUN = re.compile(r"(?P<purpose>[一-鿿]{0,2})(?:补贴|补助|奖励|奖补|资助|津贴|补偿|(?:担保)?贷款)")
_GENERAL = re.compile(
    "^$|[元的予行再]$|次性|财政|资金|经费|相应|适当|定额|专项|以[内下上]|标准"
)  # in front of a sum for anything
_WHOLE, _PART = re.compile(r"[^。\n]+"), re.compile(r"[^；;]+")


def asks_sum(text: str) -> bool:
    """Whether a normalised question after a figure may mean a sum that is paid, returned or charged.

    >>> asks_sum("毕业生能领多少创业补贴"), asks_sum("how large is the loan"), asks_sum("建多少个书屋")
    (True, True, False)
    """
    return _named(text) is not None


def asks_payment(text: str) -> bool:
    """Whether a normalised question asks what somebody is paid, which no goal answers.

    >>> asks_payment("换辆新车能补多少钱"), asks_payment("补贴多少户"), asks_payment("创业补贴发放多少亿元")
    (True, False, False)
    """
    return _ASKS_PAYMENT.search(text) is not None


def sums(desk: Desk, chosen: Sequence[Hit]) -> Answer | None:
    """The sentences of clauses on the matter that print a sum for what is asked about; None where there are none."""
    if not asks_sum(normal(desk.question.text).lower()):
        return None
    told = {hit.clause: sentence for hit in chosen if (sentence := _sentence(desk, hit))}
    if not told:
        return None
    pieces = desk.knowledge.pieces
    said = (f"{desk.place_name(pieces[clause])}{quoted(_short(sentence))}" for clause, sentence in told.items())
    text = desk.say("文件写明：", "The documents say: ") + "；".join(said) + desk.say("。", ".")
    first = [hit for hit in chosen if hit.clause in told]
    others = [hit for hit in chosen if hit.clause not in told]
    return given(desk, text, [*first, *others], clauses=list(told))


def _sentence(desk: Desk, hit: Hit) -> str:
    """The parts of the sentence with a sum that hold most of what is asked about, "" where none holds enough."""
    asked = normal(desk.question.text).lower()
    named = _named(asked)
    if named is None:
        return ""
    called, of_its_kind = named
    piece, words = desk.knowledge.pieces[hit.clause], desk.retriever.subject(desk.question).words
    known, purpose = [word for word in words if word.known], _purpose(asked[: called.start()], words)
    told: list[tuple[int, str, float]] = []  # the sentence's number, a part of it, its share
    for number, sentence in enumerate(_WHOLE.findall(piece.text)):
        for part in _PART.findall(sentence):
            plain = normal(part).lower()
            prints = of_its_kind.pattern in (_TIMES, _SPANS) or _SUM.search(plain)
            if prints and of_its_kind.search(plain) and (purpose is None or _serves(plain, purpose, asked)):
                share = coverage(known, f"{normal(piece.heading).lower()} {plain}")[1]
                told.extend([(number, part.strip(), share)] if share >= HELD else [])
    best = max(told, key=lambda one: one[2], default=None)
    if best is None:
        return ""
    return "；".join(part for number, part, share in told if number == best[0] and share >= ALIKE * best[2])


def _named(asked: str) -> tuple[re.Match[str], re.Pattern[str]] | None:
    """Where a question names a kind of sum, and what clauses call one of that kind."""
    return next(((found, printed) for said, printed in _PAIRS if (found := said.search(asked))), None)


def _purpose(before: str, words: Sequence[Word]) -> Word | None:
    """The word that says what the sum is for, the last one in front of its name: 买房 in 引进人才的买房补贴.

    One that no clause prints counts only right in front of the name: what papers call otherwise may stand further off.
    """
    told = [w for w in words if w.form in before and w.tells >= TELLING and (w.known or before.endswith(w.form))]
    return max(told, key=lambda word: before.rfind(word.form), default=None)


def _serves(sentence: str, purpose: Word, asked: str) -> bool:
    """Whether a sentence tells of a sum for the purpose, or of none for another: 2万元补贴, not 生活补贴 for 买房."""
    said = "".join((purpose.form, *purpose.others))
    found = [match["purpose"] for match in _NOUN.finditer(sentence)]
    return not found or any(_GENERAL.search(own) or own in asked or set(own) & set(said) for own in found)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= QUOTED else sentence[:QUOTED] + "…"
