"""A question's subject as weighted words: cut, freed of chatter, joined by what policy texts print for the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from kg.terms import Term, load
from kg.view import normal
from search.english import ASKING, in_chinese, plain_words, vocabulary
from search.typos import respell
from search.understand import VOCABULARY, Question
from search.words import Subject, Word

_HAN_ONLY = re.compile(r"[一-鿿]+")
_ASIDE = re.compile(r"（([^（）]*)）")
_ASIDE_WEIGHT = 0.3  # of a remark in brackets: 改造（扶手、防滑那种）
_PLAIN_WEIGHT = 0.3  # of what a common English word is translated to: help, open
_WORD = re.compile(r"[一-鿿]+|[a-z0-9]+(?:[.+-][a-z0-9]+)*")
_ENDS = frozenset("化率性度量额值员费")  # what a noun ends in
# Verbs and adverbs of talk that cling to what is asked about: 占多大, 推新, 要到.
_ACTS = (
    "想进占多大看花推送打搞弄给让把被去来做能会该就也不没很太只才再又还"
    "总最更比用拿找买卖交领拉得着过起走开讲问算管靠怕肯请叫带跑要到抵掏"
)
# Verbs of talk with what becomes of it: 卖掉, 送下去, 没人管, 几趟.
_TALK = re.compile(
    r"""[掉走]$ | 下去$ | 出来$ | 起来$ | 过来$ | 回来$ | 进来$ | 进去$ | 出去$ | 上去$ | 回去$ | 一下$ | 得起$ | 不了$
      | ^没人 | ^几[趟次回天] | ^有人 | ^自己 | ^怎""",
    re.VERBOSE,
)
_TALK_WEIGHT = 0.3  # of such a verb that no clause prints
_PAIR = re.compile(r"(?=(?P<first>[一-鿿]{2})[和与及、]?(?P<last>[一-鿿]{2}))")
FEW, TELLING, MUCH = 3, 0.6, 0.4  # words of a short question; how telling the last one is, its share of the matter
TRANSLATED = 0.85  # how far an English question's words are trusted that all have a translation
MOST = 0.6  # of a short English question, as much as must be of what no clause names
NOWHERE = "qzxjv"
"""A word that no text holds: as rare as can be."""


@cache
def _empty() -> frozenset[str]:
    return frozenset(row.form for row in load("empty", folder=VOCABULARY))


@cache
def _handling() -> frozenset[str]:
    return frozenset(row.form for row in load("handling", folder=VOCABULARY))


@cache
def _synonyms() -> Mapping[str, Sequence[tuple[int, Term]]]:
    """Everyday forms with their places in the file, by their first characters."""
    found: dict[str, list[tuple[int, Term]]] = {}
    for place, term in enumerate(load("synonyms", required=["official"], folder=VOCABULARY)):
        found.setdefault(term.form[0], []).append((place, term))
    return found


def _everyday(plain: str) -> Iterator[Term]:
    """The everyday forms that a question uses, in the order of the file."""
    book = _synonyms()
    said = [(place, term) for first in set(plain) for place, term in book.get(first, ()) if term.form in plain]
    yield from (term for _, term in sorted(said, key=lambda found: found[0]))


def subject_of(
    question: Question,
    cut: Callable[[str], Iterable[str]],
    rarity: Callable[[str], float],
    sectors: Callable[[str], Sequence[str]],
    telling: Callable[[str], float] = lambda word: 1.0,
) -> Subject:
    """Returns the subject of a question.

    `cut` splits Chinese into words, `rarity` is a word's inverse document frequency, `sectors` names a text's sectors,
    `telling` says how little of a word is common talk (0–1).
    """
    plain = normal(question.subject).lower()
    words: dict[str, Word] = {}
    for said, forms in in_chinese(_foreign(question, rarity)):
        for word in _translated(said, forms, cut, rarity):
            tells = _PLAIN_WEIGHT if said in plain_words() else 1.0
            weight = word.weight * tells
            if word.form not in words or words[word.form].weight < weight:
                words[word.form] = replace(word, weight=weight, tells=tells)
    aside = " ".join(_ASIDE.findall(plain))
    for word in _spoken(plain, cut, rarity, dict.fromkeys(words)):
        if not word.known and word.form in _handling():
            continue
        if word.known or not word.form.isascii():  # an English word that no clause prints says nothing
            tells = telling(word.form) * (_ASIDE_WEIGHT if word.form in aside else 1.0)
            tells *= _TALK_WEIGHT if not word.known and _TALK.search(word.form) else 1.0
            words.setdefault(word.form, replace(word, weight=word.weight * tells, tells=tells))
    if question.language == "zh":
        for term in _everyday(plain):
            _join(words, term.form, tuple(term["official"].split()), rarity)
        _contract(words, plain, rarity)
    said = " ".join([plain, *words, *(o for w in words.values() for o in w.others)])
    runs = tuple(run for run in _WORD.findall(_ASIDE.sub(" ", plain)) if len(run) >= 3 and _HAN_ONLY.fullmatch(run))
    trust = _trust(question, plain, list(words.values()))
    return Subject(_sentence(question, words), tuple(words.values()), tuple(sectors(said)), runs, trust)


def of_another_thing(question: Question, words: Sequence[Word], few: int = FEW) -> bool:
    """Whether a short question is about something that no clause names: 出租车运价, 东湖绿道, 食堂贷款利率.

    What it is about stands last, in one word or several; in a question of more than `few` words others may tell it.
    In English most of the words must be missing, wherever they stand: a metro in a plan without rails.
    """
    if question.language == "en":
        missing = sum(w.matter for w in words if not w.known and w.tells >= TELLING)
        return len(words) <= few and missing >= MOST * sum(w.matter for w in words) > 0
    said = sorted((w for w in words if w.form in question.subject), key=lambda w: question.subject.rfind(w.form))
    if question.language != "zh" or not 1 < len(words) <= few or not said:
        return False
    last = list(takewhile(lambda w: not w.known, reversed(said)))
    if not 0 < len(last) < len(said) or last[0].tells < TELLING:  # none of it known: perhaps all in other words
        return False
    return sum(w.matter for w in last) >= MUCH * sum(w.matter for w in words)


def _foreign(question: Question, rarity: Callable[[str], float]) -> str:
    """What of a question is to be translated: in a Chinese one the English words that no clause prints (not OPC)."""
    if question.language == "en":
        return ASKING.sub(lambda m: " ，".ljust(len(m[0])), question.rest)
    nowhere = rarity(NOWHERE)
    asked = ASKING.sub(" ，", question.rest)
    return re.sub(r"[a-z][a-z'-]*", lambda m: m[0] if rarity(m[0]) >= nowhere else "，", asked)


def _translated(
    said: str, forms: Sequence[str], cut: Callable[[str], Iterable[str]], rarity: Callable[[str], float]
) -> Iterator[Word]:
    """The words of an English phrase: one where clauses print any of its forms, else those that its first is made of.

    school canteen is 学校食堂, or 学校 and 食堂 where no clause prints them side by side.
    """
    nowhere = rarity(NOWHERE)
    word = _printed(forms, rarity)
    if word.known and (parts := _pieces(word.form, cut, rarity) or _parts(said, rarity)):
        word = replace(word, parts=parts)
    whole = word.known and (word.form == forms[0] or word.form not in forms[0])  # 新能源 is less than 新能源公交
    pieces = [] if whole else _whole(list(cut(forms[0])), lambda piece: rarity(piece) < nowhere)
    pieces = [piece for piece in pieces if len(piece) > 1 and piece not in _empty()]
    found = [word] if len(pieces) < 2 else [_printed((piece,), rarity) for piece in pieces]
    yield from (w for w in found if w.form not in _empty() and (w.known or w.form not in _handling()))


def _pieces(form: str, cut: Callable[[str], Iterable[str]], rarity: Callable[[str], float]) -> tuple[str, ...]:
    """What a compound is made of, where clauses print each: 城镇, 新增 and 就业 of 城镇新增就业."""
    nowhere = rarity(NOWHERE)
    if len(form) < 4 or form.isascii():
        return ()
    pieces = [p for t in cut(form) for p in ([t] if len(t) != 4 else [t[:2], t[2:]])]
    return tuple(pieces) if len(pieces) > 1 and all(len(p) > 1 and rarity(p) < nowhere for p in pieces) else ()


def _parts(said: str, rarity: Callable[[str], float]) -> tuple[str, ...]:
    """What the words of a phrase stand for one by one, where clauses print it: 森林 and 火灾 for forest fire."""
    book = vocabulary()
    words = re.findall(r"[a-z]+", said)
    if len(words) < 2:
        return ()
    found = []
    for word in words:
        forms = next(
            (book[form] for form in (word, word.removesuffix("s"), word.removesuffix("es")) if form in book), ()
        )
        printed = _printed(forms, rarity) if forms else None
        if printed and printed.known and printed.form not in _empty():
            found.append(printed.form)
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def _printed(forms: Sequence[str], rarity: Callable[[str], float]) -> Word:
    """The Chinese forms of an English phrase as one word: the first that clauses print, the others beside it."""
    nowhere = rarity(NOWHERE)
    said = [form for form in forms if rarity(form) < nowhere]
    first = said[0] if said else forms[0]
    return Word(first, min(rarity(first), nowhere), tuple(f for f in forms if f != first), (), bool(said))


def _spoken(
    plain: str, cut: Callable[[str], Iterable[str]], rarity: Callable[[str], float], known: Mapping[str, None]
) -> Iterator[Word]:
    """The words of a subject as typed, respelt where a character is plainly another's."""
    nowhere = rarity(NOWHERE)
    seen = set(known)
    for run in _WORD.findall(plain):
        tokens = list(cut(run)) if _HAN_ONLY.fullmatch(run) else [run]
        for token in _whole(tokens, lambda word: rarity(word) < nowhere) if _HAN_ONLY.fullmatch(run) else tokens:
            if token in _empty() or (len(token) < 2 and _HAN_ONLY.fullmatch(token)):
                continue
            rare = rarity(token)
            if rare >= nowhere and token not in tokens:
                at = run.find(token)
                before, after = run[max(at - 1, 0) : at], run[at + len(token) :][:1]
                meant = _respelt(token, before, after, lambda pair: rarity(pair) < nowhere)
                meant = meant or _within(token, lambda word: rarity(word) < nowhere)
                meant = meant or _half(token, lambda word: rarity(word) < nowhere)
                if meant is not None:
                    token, rare = meant, rarity(meant)
                elif token[:-1] in seen or len(bare := token.strip(_ACTS)) < 2:
                    continue  # 政策 打: a verb behind the word, nothing that clauses print; nor is 占多大
                elif bare != token:
                    token, rare = bare, rarity(bare)
            seen.add(token)
            parts = tuple(token[i : i + 2] for i in range(len(token) - 1)) if len(token) >= 4 else ()
            yield Word(token, min(rare, nowhere), (), parts, rare < nowhere)


def _respelt(word: str, before: str, after: str, printed: Callable[[str], bool]) -> str | None:
    """The word respelt between its neighbours, else beside one of them, a long one by itself."""
    around = [(before, after), ("", after), (before, "")] + ([("", "")] if len(word) > 2 else [])
    tries = (respell(word, b, a, printed) for b, a in around if len(b + word + a) > 2)
    return next((meant for meant in tries if meant is not None), None)


def _within(run: str, printed: Callable[[str], bool]) -> str | None:
    """The longest part of a run of single characters that clauses print, two characters shorter at most.

    >>> _within("厨明厨亮灶", {"明厨亮灶", "亮灶"}.__contains__)
    '明厨亮灶'
    """
    for length in range(len(run) - 1, max(len(run) - 3, 2), -1):
        for start in range(len(run) - length + 1):
            if printed(run[start : start + length]):
                return run[start : start + length]
    return None


def _half(run: str, printed: Callable[[str], bool]) -> str | None:
    """Of three characters that no dictionary joins the two at one end, where clauses print these and not the others.

    >>> _half("拔稻桩", {"稻桩"}.__contains__)
    '稻桩'
    """
    halves = [half for half in (run[:2], run[1:]) if printed(half)] if len(run) == 3 else []
    return halves[0] if len(halves) == 1 else None


def _trust(question: Question, plain: str, words: Sequence[Word]) -> float:
    """How much of the subject the known words stand for (0–1): by weight, in English by the phrases translated."""
    if question.language == "en":
        content = re.findall(r"[a-z]{3,}", plain)
        told = set(re.findall(r"[a-z]{3,}", " ".join(said for said, _ in in_chinese(question.rest))))
        return TRANSLATED * sum(word in told for word in content) / len(content) if content else 1.0
    whole = sum(word.weight for word in words)
    return sum(word.weight for word in words if word.known) / whole if whole else 0.0


def _sentence(question: Question, words: Mapping[str, Word]) -> str:
    """What the encoder reads: a Chinese question whole, of one on two documents the matter of its clause."""
    return question.text if question.language == "zh" and not question.matter else question.subject


def _whole(cut: Sequence[str], printed: Callable[[str], bool]) -> list[str]:
    """The words of a run: what clauses print is put together again, then what the dictionary cannot tell apart.

    用 网 约 车 is 用 and 网约车; 农机更新, which no clause prints, is 农机 and 更新.
    """
    words: list[str] = []
    loose: list[str] = []
    for token in [*cut, ""]:
        if len(token) == 1:
            loose.append(token)
            continue
        words += _rejoined("".join(loose), printed)
        loose = []
        halves = len(token) == 4 and token[2] not in _ENDS  # not 城镇 and 化率
        if halves and not printed(token) and printed(token[:2]) and printed(token[2:]):
            words += [token[:2], token[2:]]
        elif token:
            words.append(token)
    return _tokens(words)


def _rejoined(loose: str, printed: Callable[[str], bool]) -> list[str]:
    """Single characters in a row: three and more that clauses print together are one word."""
    for length in range(min(len(loose), 5), 2, -1):
        for start in range(len(loose) - length + 1):
            if printed(loose[start : start + length]):
                rest = loose[start + length :]
                return [*loose[:start], loose[start : start + length], *_rejoined(rest, printed)]
    return list(loose)


def _tokens(cut: Iterable[str]) -> list[str]:
    """The words of a run; characters left alone between them join up, or join the word in front of them.

    列 养 率 is 列养率, 城镇 化 率 is 城镇化率, 算力 贷 is 算力 and 算力贷; characters that say nothing stay alone.
    """
    tokens: list[str] = []
    alone = ""
    for token in [*cut, ""]:
        if len(token) == 1 and not alone and token in _ENDS and tokens and len(tokens[-1]) > 1:
            tokens[-1] += token
            continue
        if len(token) == 1 and token not in _empty():
            alone += token
            continue
        if len(alone) > 1:
            tokens.append(alone)
        elif alone and tokens and len(tokens[-1]) > 1 and tokens[-1] not in _empty():
            tokens.append(tokens[-1] + alone)
        alone = ""
        if token:
            tokens.append(token)
    return tokens


def _join(words: dict[str, Word], form: str, official: tuple[str, ...], rarity: Callable[[str], float]) -> None:
    """Gives the words that an everyday form covers the official forms as equals, as rare as the most common of them."""
    covered = [w for w in words.values() if w.form in form or form in w.form]
    printed = [rarity(o) for o in official if rarity(o) < rarity(NOWHERE)]
    if not printed:
        return
    if not covered:
        words[form] = Word(form, min(printed), official)
        return
    for word in covered:
        if not word.known and any(w.known and w.form in o for w in covered for o in official):
            tells = word.tells * _TALK_WEIGHT  # 太旧 beside 电梯, which says what 老旧电梯 says
            words[word.form] = replace(word, weight=word.weight * _TALK_WEIGHT, tells=tells)
            continue
        others = tuple(dict.fromkeys([*word.others, *official]))
        words[word.form] = replace(word, weight=min(word.weight, *printed), others=others, known=True)


def _contract(words: dict[str, Word], plain: str, rarity: Callable[[str], float]) -> None:
    """Gives two words side by side, one of which no clause prints, what clauses make of both: 灌排 for 灌溉和排水."""
    nowhere = rarity(NOWHERE)
    for pair in _PAIR.finditer(plain):
        first, last = pair["first"], pair["last"]
        both = [words[form] for form in (first, last) if form in words and words[form].tells >= TELLING]
        short = first[0] + last[0]
        if len(both) == 2 and not all(word.known for word in both) and rarity(short) < nowhere:
            _join(words, first, (short,), rarity)
            _join(words, last, (short,), rarity)
