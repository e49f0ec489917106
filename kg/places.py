"""Places (行政区划): GB/T 2260 codes from the nation down to the county, by code, by name, and in running text.

`gazetteer()` reads `kg/data/places.tsv` (the code book with the names of former years) and `kg/vocabulary/places.tsv`
(customary names, functional areas, everyday words that look like places, the provinces' signs in document numbers).

Four kinds of name lead to a place, strongest first:

    full        海东市, 民和回族土族自治县, 雄安新区
    customary   海北州, 民和县, 巴州
    short       海东, 东昌府, 民和
    former      海东地区, 襄樊市, 即墨市

A short name that a province bears means the province (吉林, 海南); one borne by a place and by something within it
means the place (南昌 is 南昌市, not 南昌县). All else comes back as several candidates (鼓楼区, 朝阳).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import NamedTuple

from kg.errors import UnknownThing, VocabularyError
from kg.records import Level, Place
from kg.terms import Term, load

NATION = "100000"
DATA = Path(__file__).parent / "data" / "places.tsv"
_REMEMBERED = 16_384  # names looked up

_PEOPLES = (
    "蒙古|哈萨克|柯尔克孜|塔吉克|维吾尔|锡伯|达斡尔|鄂温克|鄂伦春|乌孜别克|俄罗斯|哈尼|布依|土家|傈僳|拉祜|东乡|纳西|景颇|"
    "仫佬|布朗|撒拉|毛南|仡佬|阿昌|普米|德昂|保安|裕固|独龙|朝鲜|回族?|藏族|苗族|彝族|壮族|满族|侗族|瑶族|白族|傣族|黎族|"
    "佤族|畲族|高山|水族|土族|羌族|怒族|京族|各族"
)
# 海北藏族自治州, 民和回族土族自治县, 察布查尔锡伯自治县
_AUTONOMOUS = re.compile(rf"(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族?)+自治(?P<kind>州|县|旗)")
_PROVINCE = re.compile(r"(?P<stem>..|内蒙古|黑龙江)(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)")
# 东乡族自治县, 鄂伦春自治旗; 大兴安岭地区; 浦东新区; 市中区 keeps its 区
_ORDINARY = re.compile(r"(?P<stem>.{2,}?)(?:族?自治[县旗]|地区|林区|特区|新区|矿区|(?<![左右前中后])旗|[市盟县区])")
# What a functional area is called behind the name of the place it belongs to: 成都高新区, 乳山经济开发区.
_AREA = re.compile(
    r"""[一-鿿]{0,10}?
    (?: 新区 | 开发区 | 高新区 | 经开区 | 保税区 | 保税港区 | 度假区 | 示范区 | 试验区 | 实验区 | 合作区 | 管理区
      | 工业园区? | 产业园区? | 园区 | 起步区 | 先行区 | 风景区 | 名胜区 | 集聚区 | 生态城 | 科学城 | 新城 )""",
    re.VERBOSE,
)
# 港口区域, 成都市场: what follows shows that the last character was not the name's; it is in 成都市场景, 双流区位于.
_NOT_A_NAME = re.compile(r"(?<=区)(?:[域块间别]|位(?![于列居])|划(?![定拨转归入分出]))|(?<=市)场(?![景所地馆次])")
# 中山路, 北京大学, 南京银行, 北京冬奥会: a short name that belongs to something else; not 深圳路长制.
_NOT_A_SHORT_NAME = re.compile(
    r"""[东西南北中一二三四五六七八九十]?路(?!长) | 大?街 | 大道 | 银行
      | (?:交通|理工|师范|医科|农业|工业|科技|电子科技|财经|外国语|民族|体育|政法|林业|海洋|石油|邮电|航空航天)?大学
      | 冬奥 | 冬残奥 | 奥运 | 残奥 | 亚运 | 亚冬 | 世博 | 世园 | 大运会 | (?:证券|期货|黄金)交易所""",
    re.VERBOSE,
)


class Sighting(NamedTuple):
    """A place's name in running text: text[start:end] may mean any of `places` (best first, never empty)."""

    start: int
    end: int
    places: tuple[Place, ...]


class Gazetteer:
    """All places, looked up by code and by name.

    >>> places = gazetteer()
    >>> places.place("630200").full_name, [p.name for p in places.above("630200")]
    ('青海省海东市', ['青海省', '全国'])
    >>> [p.code for p in places.named("聊城市东昌府区")], [p.code for p in places.named("海东地区")]
    (['371502'], ['630200'])
    """

    def __init__(self, rows: Iterable[tuple[str, ...]], words: Iterable[Term]) -> None:
        """`rows` are (code, name, kind, year, successor) as in the data file, `words` the vocabulary's."""
        full: dict[str, list[str]] = {"全国": [NATION]}
        renamed: list[tuple[str, str, str]] = []
        names: dict[str, str] = {NATION: "全国"}
        abolished: set[str] = set()
        for code, name, kind, _year, successor in rows:
            if kind == "renamed":
                renamed.append((code, name, successor))
                continue
            names[code] = name
            if kind == "abolished":
                abolished.add(code)
            else:
                full.setdefault(name, []).append(code)
        self._full = full
        self._customary: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        self._former: dict[str, list[str]] = {}
        self._moved = {code: successor for code, _, successor in renamed if code not in names}
        self._aliases: dict[str, list[str]] = {}
        self._plain: set[str] = set()
        self._covers: set[str] = set()
        self._marks: dict[str, str] = {}
        self._learn(names, abolished)
        for _, name, successor in renamed:
            self._enter(self._former, name, successor)
            self._enter(self._former, short_name(name), successor)
        self._read(words)
        self._names = names
        self._places: dict[str, Place] = {}
        self._heads: dict[str, tuple[str, ...]] | None = None
        self._borne = lru_cache(maxsize=_REMEMBERED)(self._strongest)

    def _learn(self, names: dict[str, str], abolished: set[str]) -> None:
        """Enters customary and short names of every place; those of abolished ones count as former."""
        for code, name in names.items():
            stem = short_name(name)
            if code in abolished:
                self._enter(self._former, name, code)
                self._enter(self._former, stem, code)
                continue
            self._enter(self._short, stem, code)
            people = _AUTONOMOUS.fullmatch(name)
            if people and code[2:] != "0000":
                self._enter(self._customary, people["stem"] + people["kind"], code)

    def _enter(self, kind: dict[str, list[str]], name: str, code: str) -> None:
        if len(name) < 2:
            return
        kind.setdefault(name, []).append(code)
        self._aliases.setdefault(code, []).append(name)

    def _read(self, words: Iterable[Term]) -> None:
        for word in words:
            match word.kind:
                case "alias":
                    self._enter(self._customary, word.form, word["code"])
                case "area":
                    if word["code"] not in self._full.get(word.form, ()):
                        self._full.setdefault(word.form, []).append(word["code"])
                case "plain":
                    self._plain.add(word.form)
                case "cover":
                    self._covers.add(word.form)
                case "mark":
                    self._marks[word.form] = word["code"]
                case other:
                    raise VocabularyError(f"{word.where}: no kind {other!r}: alias, area, plain, cover or mark")

    def place(self, code: str) -> Place:
        """Returns the place of a six-digit code; a former code leads to the place of today.

        Raises UnknownThing for a code that never was.
        """
        code = self._moved.get(code, code)
        if code not in self._places:
            if code not in self._names:
                raise UnknownThing(f"{code!r} 不是行政区划代码（GB/T 2260，县级以上，六位）")
            self._places[code] = self._made(code)
        return self._places[code]

    def __contains__(self, code: object) -> bool:
        return code in self._names or code in self._moved

    def __iter__(self) -> Iterator[Place]:
        return (self.place(code) for code in self._names)

    def provinces(self) -> tuple[str, ...]:
        """Returns the codes of the provinces, in the order of the code book."""
        return tuple(code for code in self._names if code[2:] == "0000" and code != NATION)

    def _made(self, code: str) -> Place:
        name = self._names[code]
        if code == NATION:
            return Place(code, name, "中华人民共和国", "national", None, tuple(self._aliases.get(code, ())))
        full = "".join(self._names[above] for above in reversed(self._chain(code)[:-1])) + name
        aliases = tuple(dict.fromkeys(a for a in self._aliases.get(code, ()) if a != name))
        return Place(code, name, full, _level(code), self._chain(code)[0], aliases)

    def _chain(self, code: str) -> tuple[str, ...]:
        """Codes above `code`, nearest first."""
        uppers = (code[:4] + "00", code[:2] + "0000", NATION)
        return tuple(dict.fromkeys(upper for upper in uppers if upper != code and upper in self._names))

    def above(self, code: str) -> tuple[Place, ...]:
        """Returns the places that `code` lies in, nearest first, the nation last."""
        code = self.place(code).code
        return tuple(self.place(upper) for upper in self._chain(code)) if code != NATION else ()

    def contains(self, outer: str, inner: str) -> bool:
        """Whether `inner` is `outer` or lies in it.

        >>> gazetteer().contains("370000", "371083"), gazetteer().contains("371083", "370000")
        (True, False)
        """
        outer, inner = self.place(outer).code, self.place(inner).code
        return outer in (inner, NATION) or outer in self._chain(inner)

    def named(self, name: str, within: str | None = None) -> tuple[Place, ...]:
        """Returns the places that a name may mean, best first; () for none.

        Takes full, customary, short and former names, names behind the names of the places above (聊城市东昌府区), and
        a functional area behind its place (成都高新区 gives 成都市). `within` leaves only what lies in that place.
        """
        codes = self._borne(name, within)
        if not codes:
            codes = self._path(name, within)
        return tuple(self.place(code) for code in codes)

    def _strongest(self, name: str, within: str | None) -> tuple[str, ...]:
        """The codes of the strongest kind of name that is left within `within`."""
        for kind in (self._full, self._customary, self._short, self._former):
            codes = [self._moved.get(code, code) for code in kind.get(name, ())]
            if within is not None:
                codes = [code for code in codes if self.contains(within, code)]
            if codes:
                codes = sorted(dict.fromkeys(codes), key=lambda code: (_RANK[_level(code)], code))
                return tuple(codes if kind is self._full else self._settled(codes))
        return ()

    def _settled(self, codes: list[str]) -> list[str]:
        """A province bars all others of its short name, an upper place what lies within it."""
        if any(_level(code) == "province" for code in codes):
            return [code for code in codes if _level(code) == "province"]
        return [code for code in codes if not set(self._chain(code)) & set(codes)]

    def _path(self, name: str, within: str | None) -> tuple[str, ...]:
        """聊城市东昌府区: the longest name in front whose place holds what the rest names."""
        for cut in range(len(name) - 2, 1, -1):
            fronts = self._borne(name[:cut], within)
            if not fronts:
                continue
            rest = name[cut:].lstrip("·、 ")
            found = [code for front in fronts for code in self._borne(rest, front) or self._path(rest, front)]
            if found:
                return tuple(dict.fromkeys(found))
            if _AREA.fullmatch(rest):
                return fronts
        return ()

    def marks(self, code: str) -> tuple[str, ...]:
        """Returns the signs that a province sets before its document numbers (鲁), () for other places."""
        return tuple(mark for mark, owner in self._marks.items() if owner == code)

    def numbered(self, number: str) -> tuple[Place, ...]:
        """Returns the provinces whose sign opens a document number: weak evidence, 青政办字 is 青岛 as well as 青海.

        >>> [p.name for p in gazetteer().numbered("鲁政发〔2024〕3号")]
        ['山东省']
        """
        for length in (2, 1):
            if code := self._marks.get(number[:length]):
                return (self.place(code),)
        return ()

    def find(self, text: str, *, loose: bool = False) -> tuple[Sighting, ...]:
        """Returns the places named in running text, left to right, apart, the longest name at each spot.

        Full, customary and former names count anywhere. Short names count from three characters on (东昌府), and with
        two characters where a province or a prefecture bears them (海东); a county's (乳山) only right behind the name
        of a place that it lies in, or everywhere with `loose`. Never counted: an everyday word (长治 in 长治久安,
        新城区) unless right behind the place above it; 康县 and its like inside a word (健康县域). Names that follow
        one another from the top down are one sighting (青海省海东市), the name in front narrowing the candidates.
        """
        heads = self._index()
        found: list[Sighting] = []
        end = 0
        for start in [i for i, pair in enumerate(map(add, text, text[1:])) if pair in heads]:
            if start < end:
                continue
            for name in heads[text[start : start + 2]]:
                if text.startswith(name, start):
                    if name in self._covers:
                        end = start + len(name)
                        break
                    before = found[-1] if found and found[-1].end == start else None
                    sighting = self._sighted(text, start, name, before, loose)
                    if sighting is not None:
                        if sighting.start < start:
                            found.pop()
                        found.append(sighting)
                        end = sighting.end
                        break
        return tuple(found)

    def _sighted(self, text: str, start: int, name: str, before: Sighting | None, loose: bool) -> Sighting | None:
        """The sighting of `name` at `start`, None where the name means no place there."""
        end = start + len(name)
        if _NOT_A_NAME.match(text, end) and name in self._full:
            return None
        if before is not None:
            fronts = [place.code for place in before.places if place.code != NATION]
            below = dict.fromkeys(code for front in fronts for code in self._borne(name, front))
            inner = tuple(self.place(code) for code in below if all(code != place.code for place in before.places))
            if inner:
                return Sighting(before.start, end, inner)
        if name in self._plain or not self._stands(text, start, end, name, loose):
            return None
        return Sighting(start, end, self.named(name))

    def _stands(self, text: str, start: int, end: int, name: str, loose: bool) -> bool:
        """Whether a name may count without a place in front of it."""
        if name[-1] in "省市县区旗盟州" or name in self._full:
            if len(name) > 2 or (name in self._customary and name[-1] != "县"):
                return True
            short = name[-1] == "州" and f"{name}市" in self._full
            if short and _NOT_A_SHORT_NAME.match(text, end):
                return False
            return start == 0 or not "一" <= text[start - 1] <= "鿿" or (loose and short)
        if name in self._customary:
            return True
        if _NOT_A_SHORT_NAME.match(text, end):
            return False
        return loose or len(name) > 2 or any(_level(code) != "county" for code in self._borne(name, None))

    def _index(self) -> dict[str, tuple[str, ...]]:
        """{the first two characters: the names that begin with them, longest first}."""
        if self._heads is None:
            heads: dict[str, set[str]] = {}
            for kind in (self._full, self._customary, self._short, self._former, self._covers):
                for name in kind:
                    heads.setdefault(name[:2], set()).add(name)
            self._heads = {head: tuple(sorted(names, key=lambda n: (-len(n), n))) for head, names in heads.items()}
        return self._heads


_RANK: dict[Level, int] = {"national": 0, "province": 1, "city": 2, "county": 3, "township": 4}


def _level(code: str) -> Level:
    if code == NATION:
        return "national"
    return "province" if code[2:] == "0000" else "city" if code[4:] == "00" else "county"


def short_name(name: str) -> str:
    """The short name: 海东市 → 海东, 民和回族土族自治县 → 民和; "" where nothing of two characters remains (莘县)."""
    for shape in (_AUTONOMOUS, _PROVINCE, _ORDINARY):
        if found := shape.fullmatch(name):
            return str(found["stem"])
    return ""


def rows(path: Path = DATA) -> tuple[tuple[str, ...], ...]:
    """Returns the data file's rows (code, name, kind, year, successor).

    Raises VocabularyError, beginning with path:line, for a row that is not of this shape.
    """
    found: list[tuple[str, ...]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line[0] == "#" or line.startswith("code\t"):
            continue
        cells = (*line.split("\t"), "", "", "")[:5]
        if len(cells[0]) != 6 or not cells[0].isdigit() or cells[2] not in ("current", "renamed", "abolished"):
            raise VocabularyError(f"{path}:{number}: no row of code, name, kind, year, successor: {line!r}")
        found.append(cells)
    return tuple(found)


@cache
def gazetteer() -> Gazetteer:
    """Returns the bundled gazetteer, read once."""
    return Gazetteer(rows(), load("places"))
