"""Two things compared within one place's papers (两事比较): 书屋和食堂的补助标准有什么不同, asked as two questions.

Places compared each have papers of their own; two kinds of houses or of subsidies stand in the same ones, so what is
said of each is looked for by itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kg.view import normal
from search.understand import Question

_OPENS = r"(?:请问|想问一?下|麻烦)?(?:比较|对比|比一比)?(?:一下)?"
# 甲和乙，…; 甲和乙的…; 甲和乙在…上; 甲和乙两项试点…
_CHINESE = re.compile(
    rf"""^{_OPENS}(?P<first>[^，。？、]{{2,24}}?)(?P<and>和|与|跟|同|以及|、)(?P<second>[^，。？]{{2,24}}?)
        (?P<behind>(?:这?[两二](?:个|项|者|类|种|家|条|份))?(?=，|：|在|对(?!外|口|接)|的|各(?!地|类|级|种|县|市|区)|分别|有(?:什么|何|哪)|哪|谁|之间|相比|[要应](?!求)))
        (?P<rest>.*)$""",
    re.VERBOSE,
)
_ENGLISH = re.compile(
    r"""\b(?P<lead>(?:compare|between|do|does)\ (?:what\ |how\ |who\ [a-z]+\ )?(?:the\ )?)
        (?P<first>[a-z' -]{3,50}?)(?P<and>\ and\ (?:the\ )?)(?P<second>[a-z' -]{3,50}?)
        (?P<behind>)(?P<rest>(?:\ (?:say|says|differ|regarding|on|about|provide|require)\b.*|\W*)$)""",
    re.VERBOSE,
)
_ONE_SIDED = re.compile(r"^(?:在|对|于|上|下|里|中|了|各地|国家|全国|本|我|其他|其它|别的)")


def two_sides(question: Question) -> tuple[Question, Question] | None:
    """Returns a question for each of the two things that one compares; None where it does not name two.

    >>> from search.understand import Names, understand
    >>> asked = understand("乡村书屋和社区食堂的补助标准有什么不同", Names(lambda t: (), lambda t, p: ()))
    >>> [side.subject for side in two_sides(asked)]
    ['乡村书屋 补助标准', '社区食堂 补助标准']
    """
    plain = normal(question.text).lower()
    found = (_ENGLISH.search if question.language == "en" else _CHINESE.match)(plain)
    if found is None or _ONE_SIDED.match(found["second"]) or found["first"] == found["second"]:
        return None
    one, other = found["first"].strip(), found["second"].strip()
    left = question.subject.lower()
    for said in (one, other):
        left = left.replace(said, " ")
    left = re.sub(r"^\s*(?:和|与|跟|同|以及|、|and\b)|(?<=\s)(?:和|与|跟|同|以及|and)(?=\s|$)|(?<=\s)的", " ", left)
    common = re.sub(r"\s+", " ", left).strip(" 的")
    before, joined = plain[: found.start("first")], found["rest"]
    sides = []
    for mine in (one, other):
        subject = f"{mine} {common}".strip()
        sides.append(replace(question, text=f"{before}{mine}{joined}", subject=subject, rest=subject))
    return sides[0], sides[1]
