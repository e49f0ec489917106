"""Questions that papers answer with a set phrase (固定表述): where an office sits, who does an organ's daily work, who
makes it up, who interprets a paper. The phrase stands in a clause on other things."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetPhrase:
    """What a question of the kind holds, and what an action that answers it holds."""

    asked: re.Pattern[str]
    told: re.Pattern[str]

    def tells(self, action: str | None) -> bool:
        """Whether what a body does is told in the phrase."""
        return action is not None and self.told.search(action) is not None


_PHRASES = (
    SetPhrase(
        re.compile(
            r"办公室(?:设|放|挂|安|落)|[设放挂]在(?:哪|什么|谁)|牵头部门设"
            r"|office\b.*\b(?:located|set up|housed|sits?)"
        ),
        re.compile("设在"),
    ),
    SetPhrase(
        re.compile(r"(?:谁|哪|什么)[^？，]{0,10}解释|解释权|\bwho\b.*\binterpret|\binterpretation\b"),
        re.compile("解释"),
    ),
    SetPhrase(
        re.compile(
            r"日常(?:工作|事务|管理)?(?:由|归|是|该|找|都){1,2}[^？，有]{0,3}(?:谁|哪)|(?:谁|由哪|归哪|哪[个家])[^？，]{0,10}日常(?:工作|事务)"
        ),
        re.compile("日常(?:工作|事务)"),
    ),
    SetPhrase(
        re.compile(
            r"(?:成员|组成)(?:单位|部门|机构)(?!的?(?:职责|任务|分工|要做)|有[哪什][些么](?:职责|任务|工作|责任))|(?:谁|哪)[^？，]{0,8}组成|(?:小组|会议|专班|委员会|指挥部)的?(?:组成|成员)"
            r"|\bmembers? of\b|\bmade up of\b|\bcomposed of\b"
        ),
        re.compile("(?:^|；)(?:共同)?组成|为成员单位"),
    ),
)
# Kinds of organs: an office of one is not that of another.
_ORGAN = re.compile(
    r"领导小组|工作小组|试点小组|协调小组|联席会议|委员会|专班|指挥部|工作组|协调机制|理事会|(?<![管居村组党工])委会"
)
_OF_ORGAN = re.compile(
    rf"(?P<kind>{_ORGAN.pattern})[^，。；]{{0,12}}?(?:办公室|日常|设在|组成|成员)"
    rf"|由[^。；]*组成[^，。；]*?(?P<behind>{_ORGAN.pattern})"
)


def phrase_asked(text: str) -> SetPhrase | None:
    """The set phrase that answers a question, None for other questions.

    >>> phrase_asked("领导小组办公室设在哪个局？") is None, phrase_asked("书屋由谁管护？") is None
    (False, True)
    """
    plain = text.lower()
    return next((phrase for phrase in _PHRASES if phrase.asked.search(plain)), None)


def asks_seat(text: str) -> bool:
    """Whether a question asks where an office sits."""
    return phrase_asked(text) is _PHRASES[0]


def tells_seat(action: str | None) -> bool:
    """Whether what a body does is that an office sits in it."""
    return _PHRASES[0].tells(action)


def tells_a_phrase(action: str | None) -> bool:
    """Whether what a body does is told in a set phrase: 办公室设在, 负责解释."""
    return any(phrase.tells(action) for phrase in _PHRASES)


def same_organ(question: str, text: str, heading: str) -> bool:
    """Whether a clause tells a set phrase of the kind of organ that a question names; it may where either names none.

    >>> same_organ("咨询委员会的办公室设在哪里？", "联席会议办公室设在县茶叶局。", "")
    False
    """
    named = [match.group() for match in _ORGAN.finditer(question)]
    told = {match["kind"] or match["behind"] for match in _OF_ORGAN.finditer(f"{heading}。{text}")}
    if not named or not told:
        return True
    kind = named[-1]
    return any(kind in one or one in kind or {kind, one} <= _ALIKE for one in told)


_ALIKE = frozenset(("领导小组", "工作小组", "试点小组", "协调小组"))  # what people call one another's
