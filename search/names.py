"""Names in a question: places and bodies, as the graph and the gazetteer know them.

Chinese place names come from the gazetteer, short ones (乳山) too; romanised ones (Haidong, Inner Mongolia) from their
pinyin. Where a name may mean several places, those with documents win. A name with one wrong character counts only when
the corpus has exactly one place that sounds the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from kg.places import NATION, Gazetteer, Sighting, short_name
from kg.records import Place
from kg.terms import load
from search.bynames import byname_codes, bynames, is_of_a_kind
from search.readings import syllables
from search.towns import KIND
from search.typos import sounding_like
from search.understand import VOCABULARY, PlaceFound
from search.unlisted import Unlisted, names_place

_KIND = re.compile(r"(?:自治区|自治州|自治县|自治旗|特别行政区|地区|省|市|区|县|旗|盟|州)$")
_KIND_ENDS = re.compile(r"[省市县区州旗盟](?![场民政值级直属容域长委])")
_LATIN_WORD = re.compile(r"[a-z]+(?:['’]?[a-z]+)*")
# What may stand behind a romanised place: Haidong City, Qinghai's, Rushan county.
_LATIN_KIND = (
    r"(?:['’”]s)?(?:[ -](?:city|province|county|district|league|municipality|autonomous region"
    r"|(?:prefecture|county)-level city|(?:autonomous )?(?:prefecture|banner|county)|shi|sheng|xian|qu|zhou)(?![a-z-])"
    r"|(?:[ -][a-z]+){1,5} autonomous (?:region|prefecture|banner|county))?(?:['’”]s)?"  # Sunan Yugur Autonomous County
)


class Places:
    """Finds the places that a question names."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        corpus: Iterable[str],
        unlisted: Unlisted | None = None,
        areas: Mapping[str, str] | None = None,
        printed: Callable[[str], bool] | None = None,
    ) -> None:
        """`corpus` are the codes of the places that have documents, `unlisted` those that have none but documents,
        `areas` functional areas and the codes of the places that they lie in; `printed` tells what clauses print."""
        self._gazetteer = gazetteer
        self._unlisted = unlisted or Unlisted((), gazetteer)
        self._corpus = frozenset(code for code in corpus if code in gazetteer)
        around = set(self._corpus)
        for code in self._corpus:
            around.update(place.code for place in gazetteer.above(code))
        self._around = frozenset(around - {NATION})
        known = {code for code in self._around if gazetteer.place(code).level == "county"}
        plain = [w for w in _everyday() if not known & {place.code for place in gazetteer.named(w)}]
        self._plain_words = re.compile(rf"(?:{'|'.join(sorted(plain))})$")
        short: dict[str, list[str]] = defaultdict(list)
        for code in self._corpus:
            if (name := gazetteer.place(code).name).endswith(("旗", "盟")) and len(name) > 2:
                short[f"{name[0]}{name[-1]}"].append(code)
        self._banners = {name: codes[0] for name, codes in short.items() if len(codes) == 1}  # 阿旗 for 阿鲁科尔沁旗
        self._areas = areas or {}
        self._printed = printed or (lambda words: True)
        self._areas_named = re.compile(
            "|".join(sorted(map(re.escape, self._areas), key=lambda form: (-len(form), form)))
        )
        self._called_otherwise = {  # byname → code: 鹿城 for 包头 unless there are papers of 鹿城区
            name: code for name, code in byname_codes().items()
            if code in self._around and not any(place.code in self._corpus for place in gazetteer.named(name))
        }  # fmt: skip

    def __call__(self, text: str) -> tuple[PlaceFound, ...]:
        """Returns the places named in normalised text, left to right.

        >>> from kg.places import gazetteer
        >>> [(p.words, p.codes) for p in Places(gazetteer(), ["630200"])("海东的目标和haidong")]
        [('海东', ('630200',)), ('haidong', ('630200',))]
        """
        unlisted = [PlaceFound(text[a:b], (), a, b, name) for a, b, name in self._unlisted.find(text)]
        called = [PlaceFound(text[a:b], (code,), a, b) for a, b, code in bynames(text, self._called_otherwise)]
        for match in self._areas_named.finditer(text) if self._areas else ():
            called.append(PlaceFound(match[0], (self._areas[match[0]],), match.start(), match.end()))
        whole, text = text, _veiled(text, [*unlisted, *called])
        found = [
            PlaceFound(text[s.start : s.end], self._narrowed(s.places), s.start, s.end)
            for s in self._sighted(text)
            if self._meant(text, s)
        ]
        text, found = whole, [p for p in found if p.codes != (NATION,)] + unlisted + called
        taken = [(p.start, p.end) for p in found]
        fronts = {p.end: p.start for p in found}  # 江苏省 in front of 甲山市 says where that lies
        unlisted = [replace(p, start=fronts.get(p.start, p.start)) for p in unlisted]
        found = [p for p in found if not any(u.start <= p.start and p.end <= u.end for u in unlisted)] + unlisted
        for name, code in self._banners.items():
            at = text.find(name)
            if at >= 0 and not any(start < at + 2 and at < end for start, end in taken):
                found.append(PlaceFound(name, (code,), at, at + 2))
        if nation := _NATION_WORDS.search(text):
            found.append(PlaceFound(nation[0], (NATION,), nation.start(), nation.end()))
        misspelt = [] if found else self._misspelt(text)
        found.extend(misspelt)
        strange = None if misspelt else self._strange(text)
        if strange and not is_of_a_kind(strange[0]) and not any(start < strange.end() for start, _ in taken):
            found.append(PlaceFound(strange[0], (), 0, strange.end()))
        if re.search(r"[a-z]{3}", text):
            spelt = self._spelt(text)
            found.extend([*spelt, *self._romanised(text, [*taken, *((p.start, p.end) for p in spelt)])])
        return self._merged(text, sorted(found, key=lambda p: p.start))

    def _merged(self, text: str, found: Sequence[PlaceFound]) -> tuple[PlaceFound, ...]:
        """A place and the one that it lies in, said as one: 青海的海东, 内蒙包头, Haidong, Qinghai; not 青海、海东."""
        kept: list[PlaceFound] = []
        for place in found:
            before = kept[-1] if kept else None
            if before and len(before.codes) == len(place.codes) == 1 and before.end <= place.start:
                between, listed = text[before.end : place.start], _LISTED.match(text, place.end)
                owning = between == " " and before.words.endswith(("’s", "'s"))  # Inner Mongolia's Hinggan League
                if (owning or _OF.fullmatch(between)) and self._holds(before, place):
                    kept[-1] = replace(place, start=before.start)
                    continue
                if between.strip() in _LYING_IN and not listed and self._holds(place, before):
                    kept[-1] = replace(before, end=place.end)
                    continue
            kept.append(place)
        return tuple(kept)

    def _holds(self, outer: PlaceFound, inner: PlaceFound) -> bool:
        """Whether a place lies in another one below the nation."""
        (above,), (below,) = outer.codes, inner.codes
        return above not in (NATION, below) and self._gazetteer.contains(above, below)

    def _strange(self, text: str) -> re.Match[str] | None:
        """A place that there is not where a question opens with one: 火星市; 云海新区 where no clause prints it."""
        if area := _STRANGE_AREA.match(text):
            return area if names_place(area[0]) and not self._printed(area[0]) else None
        return _STRANGE.match(text)

    def _sighted(self, text: str) -> Sequence[Sighting]:
        """The gazetteer's sightings; 和 behind a place joins it to the next one (三明和龙岩, not 和龙).

        An everyday word is no place (江西新建粮库), unless the corpus knows the county or its kind follows (新建区).
        """
        seen = self._gazetteer.find(text, loose=True)
        joined = text
        for sighting in seen:
            if joined[sighting.end : sighting.end + 1] in _AND:
                joined = f"{joined[: sighting.end]}、{joined[sighting.end + 1 :]}"
        seen = seen if joined == text else self._gazetteer.find(joined, loose=True)
        veiled = joined
        for sighting in seen:
            kind = joined[sighting.end : sighting.end + 1]
            plain = self._plain_words.search(joined, sighting.start, sighting.end)
            if plain and kind not in set("县区旗州市"):
                veiled = f"{veiled[: plain.start()]}{_VEIL * len(plain[0])}{veiled[plain.end() :]}"
        seen = seen if veiled == joined else self._gazetteer.find(veiled, loose=True)
        return [self._with_kind(text, sighting) for sighting in seen]

    def _with_kind(self, text: str, sighting: Sighting) -> Sighting:
        """青岛市南区 as people write 青岛市市南区: the district, not the city and a rest."""
        found = _OF_CITY.match(text, sighting.end - 1)
        within = self._gazetteer.named(found[0], sighting.places[0].code) if found else ()
        return Sighting(sighting.start, sighting.end + 2, within) if within else sighting

    def _meant(self, text: str, sighting: Sighting) -> bool:
        """Whether the place is meant: a county's short name counts inside a word (新和 in 更新和), and where it is an
        everyday word (老城 in 老城区), only if the corpus knows the county."""
        words = text[sighting.start : sighting.end]
        if words[-1] not in _KINDS and KIND.match(text, sighting.end):
            return False  # 延安镇 is not 延安市
        if words in _everyday():
            return any(p.code in self._around for p in sighting.places)
        if len(words) > 2 or sighting.start == 0 or not "一" <= text[sighting.start - 1] <= "鿿":
            return True
        return any(p.code in self._around or p.level in ("province", "city") for p in sighting.places)

    def _narrowed(self, places: Sequence[Place]) -> tuple[str, ...]:
        """Those with documents, else those with documents in them or around them, else all."""
        codes = [place.code for place in places]
        for known in (self._corpus, self._around):
            if kept := [code for code in codes if code in known]:
                return tuple(kept)
        return tuple(codes)

    def _misspelt(self, text: str) -> list[PlaceFound]:
        """The one place with documents whose name, its kind printed, is typed with one character of the same sound."""
        found: dict[str, PlaceFound] = {}
        for kind in _KIND_ENDS.finditer(text):
            for code in self._corpus:
                name = self._gazetteer.place(code).name
                start = kind.end() - len(name)
                typed = text[max(start, 0) : kind.end()]
                if len(typed) != len(name) or name[-1] != typed[-1]:
                    continue
                wrong = [(own, other) for own, other in zip(name, typed, strict=True) if own != other]
                if len(name) > 2 and len(wrong) == 1 and wrong[0][1] in sounding_like(wrong[0][0]):
                    found[code] = PlaceFound(typed, (code,), start, kind.end())
        return list(found.values()) if len(found) == 1 else []

    def _spelt(self, text: str) -> list[PlaceFound]:
        """The places in no gazetteer whose names stand in Latin letters that spell none with documents."""
        book = romanised(self._gazetteer)
        return [
            PlaceFound(text[start:end], (), start, end, name)
            for start, end, name, spelt in self._unlisted.spelt(text)
            if self._around.isdisjoint(book.get(spelt, ()))
        ]

    def _romanised(self, text: str, taken: Sequence[tuple[int, int]]) -> list[PlaceFound]:
        found: list[PlaceFound] = []
        book = romanised(self._gazetteer)
        for match in re.finditer(_pattern(self._gazetteer), text.replace("ü", "v")):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if _NOT_A_PLACE.match(text, match.end()):
                continue
            spelt = re.sub("[’”]", "'", match["name"])
            codes = book.get(spelt) or book[re.sub(r"[^a-z]", "", spelt)]
            places = _of_kind([self._gazetteer.place(code) for code in codes], match["kind"])
            narrowed = self._narrowed(places)
            known = not self._around.isdisjoint(narrowed)
            if not known and (_LANDSCAPE.match(text, match.end()) or not self._said_as_place(text, match, places)):
                continue
            found.append(PlaceFound(match[0].strip(), narrowed, match.start(), match.end()))
        return found

    def _said_as_place(self, text: str, match: re.Match[str], places: Sequence[Place]) -> bool:
        """Whether a name outside the corpus is used as a place: in Rongcheng, Rongcheng City; not a million yuan."""
        if match["kind"]:
            return True
        if match["name"] in _ENGLISH_WORDS:
            return False
        return any(p.level != "county" for p in places) or bool(_BEFORE_PLACE.search(text, 0, match.start()))


def _veiled(text: str, places: Iterable[PlaceFound]) -> str:
    """The text with the names of some places made unreadable."""
    for place in places:
        text = text[: place.start] + _VEIL * (place.end - place.start) + text[place.end :]
    return text


def _of_kind(places: Sequence[Place], kind: str) -> Sequence[Place]:
    """The places that the word behind a romanised name fits, all where none does: Jilin City is not the province."""
    levels = next((levels for word, levels in _LEVELS if word in kind), ())
    return [place for place in places if place.level in levels] or places


_LEVELS = (
    ("province", ("province",)),
    ("region", ("province",)),
    ("prefecture", ("city",)),
    ("league", ("city",)),
    ("city", ("city", "county")),
    ("county", ("county",)),
    ("district", ("county",)),
    ("banner", ("county",)),
)
_OF_CITY = re.compile("市[南北中]区")
_OF = re.compile(r"(?:省内|境内|区内|辖区|下面|下属|下辖|所属|所辖|那边|这边|里面|里|内)?的?(?:那个)?")
_LYING_IN = frozenset((",", "，", "in", "of", "in the", "of the", "（"))
_LISTED = re.compile(r"\s*[,，]?\s*(?:and|or)\b")
_AND = frozenset("和与及跟同比")
_KINDS = frozenset("省市县区州盟旗")
_VEIL = "〇"  # stands for each character of an everyday word (动力, 新建) that is the short name of a county, too
# A question that opens with a city, county or province that there is not: 火星市的目标. Not 我市, 城市, 农贸市场.
_STRANGE = re.compile(
    r"""(?!没|未|不|无|跟着|照着|按照|依照|随着|对照|参照|依据|根据|听说|请问|麻烦|关于|比如|位于|身在|不同)(?!.?[我全本各该哪几每某这那城都超股楼上夜集门地县省])(?:[一-鿿]{2,6}自治[县州旗]|[一-鿿]{2,3}(?:市|县|省))(?<![城集超夜股楼盟州县区]市)(?!场|民|政|值|级|直|属|容|域|长|委)""",
    re.VERBOSE,
)
# The same for an area (云海新区), not for any of a kind: 推进新区建设, 哪些开发区.
_STRANGE_AREA = re.compile(
    r"""(?!加快|加强|推进|推动|促进|支持|建设|打造|发展|完善|提升|深化|优化|鼓励|引导|规范|整合|强化|做好|开展|实施|培育
      |关于|对于|有关|相关|请|问|怎|如|谁|什么|哪|各|全|所|本|我|该|这|那|老|多|几|一|两|三|在|到|给|让|把|对|向|与|和|以|为|由
      |国|省|市|县|区|乡|镇|村|城|产|园|新|旧|企业|人才|项目|重点|外|内|入|出)
      [一-鿿]{2,3}?(?:高新技术产业|经济技术|经济)?(?:新区|开发区|高新区|经开区)(?![域块间别])""",
    re.VERBOSE,
)
# The nation as a place: 国家层面, 国家规划里, nationwide; not the word in 国家标准, national standards.
_NATION_WORDS = re.compile(
    r"""国家(?=层面|方案|规划|计划|文件|让|叫|要求|规定|对|里|在|怎么|是|有|给|十四五|“十四五”|”十四五”|的(?:方案|规划|计划|文件|要求))
      | 全国(?!性|人大|政协|统一|一体) | 我国 | 中央(?=要求|让|层面|文件|部委) | 国务院 | 部委
      | \bchina(?:['’”]s)?\b | \bnationwide\b | \bministr(?:y|ies)\b
      | \bnational(?=ly|\s(?:plan|level|bod(?:y|ies)|authorit|government|target|goal|document))
      | \bnational(?=\s(?:polic|agenc|department|ministr|notice|opinion|guideline))
      | \bnational(?=\s(?:guidance|circular|strateg|programme|scheme))
      | \bstate\scouncil(?:['’”]s)? | \bcentral\s(?:government|authorit)
      | \b(?:nation|country)-?wide\b | \bacross\s(?:the\s(?:country|nation)|china)\b""",
    re.VERBOSE,
)
_BEFORE_PLACE = re.compile(r"(?:^|\b(?:in|of|for|from|at|does|do|is|will|has|by|how)\s+)$")
# What a romanised place may be a part of: the Beijing Winter Olympics, the Shanghai Stock Exchange.
_NOT_A_PLACE = re.compile(
    r"\s(?:winter |summer )?(?:olympic|paralympic|asian games|world expo|stock exchange|futures exchange|universit)"
)
# What bears the name of a place far from it: the Heihe River.
_LANDSCAPE = re.compile(r"\s(?:river|lake|mountain|basin|reservoir|canal|desert|bridge|tunnel|expressway)\b")
# Romanised names that are English words as well: only with City, Province … behind them, or with documents.
_ENGLISH_WORDS = frozenset({"yuan", "china", "gaming", "linking", "ping", "song", "long", "dong", "sui"})


@cache
def _everyday() -> frozenset[str]:
    return frozenset(term.form for term in load("place_words", folder=VOCABULARY))


@cache
def _usual() -> dict[str, str]:
    """Spellings that are not the pinyin of the name: Tibet, Hohhot → codes."""
    return {term.form: term["code"] for term in load("romanised", required=["code"], folder=VOCABULARY)}


@cache
def _book(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, Any]] = defaultdict(dict)
    for place in gazetteer:
        if place.code == NATION:
            continue
        stem = _KIND.sub("", place.name)
        for said in {stem if len(stem) >= 2 else place.name, short_name(place.name)} - {""}:  # 漾濞彝族, 漾濞
            read = syllables(said)
            names["".join(read).replace("ü", "v")][place.code] = None
            names[_apart(read)][place.code] = None
        names["".join(syllables(place.name))][place.code] = None
    for spelt, code in _usual().items():
        names[spelt] = {code: None}
    rank = {"province": 0, "city": 1, "county": 2}
    return {
        spelt: tuple(sorted(codes, key=lambda c: (rank.get(gazetteer.place(c).level, 3), c)))
        for spelt, codes in names.items()
        if len(spelt) >= 4
    }


def _apart(read: Sequence[str]) -> str:
    """Pinyin as it is printed: a syllable that begins with a vowel stands behind an apostrophe (ji'an, not jian)."""
    return read[0] + "".join(f"'{s}" if s[0] in "aeo" else s for s in read[1:])


def romanised(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Pinyin without tones or spaces → codes, provinces first: {'haidong': ('630200',), "ji'an": ('360800',)}."""
    return _book(gazetteer)


@cache
def _pattern(gazetteer: Gazetteer) -> re.Pattern[str]:
    """Whole Latin words that spell a place, 'Inner Mongolia' and 'Xi'an' among them."""
    names = sorted(romanised(gazetteer), key=len, reverse=True)
    names = [name.replace("'", "['’”]") for name in names]
    spaced = [re.escape("inner mongolia"), re.escape("hong kong"), *_syllables(gazetteer)]
    return re.compile(rf"(?<![a-z])(?P<name>{'|'.join([*spaced, *names])})(?![a-z])(?P<kind>{_LATIN_KIND})")


def _syllables(gazetteer: Gazetteer) -> list[str]:
    """Provinces and cities with their syllables apart, as some write them: hei long jiang."""
    stems = {_KIND.sub("", place.name) for place in gazetteer if place.level in ("province", "city")}
    apart = {" ".join(syllables(stem)).replace("ü", "v") for stem in stems if 2 <= len(stem) <= 4}
    return sorted((name for name in apart if len(name) > 4), key=lambda name: (-len(name), name))
