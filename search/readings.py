"""How the characters of place names are read (地名读音): 长治 Changzhi, 佛冈 Fogang, not Zhangzhi and Fugang."""

from __future__ import annotations

# What characters are read as in names of places where a dictionary of words has another reading first.
_OF_PLACES = {
    "长": "chang", "都": "du", "朝": "chao", "佛": "fo", "什": "shi", "漯": "luo", "涡": "guo", "单": "shan",
    "浚": "xun", "宕": "tan", "珲": "hun", "曾": "zeng",
}  # fmt: skip
# Names of which a part is read in a way of its own.
_OF_NAMES = {
    "长子": ("zhang", "zi"), "洪洞": ("hong", "tong"), "繁峙": ("fan", "shi"), "闵行": ("min", "hang"),
    "南乐": ("nan", "le"), "民乐": ("min", "le"), "龙圩": ("long", "xu"), "称多": ("chen", "duo"),
    "红寺堡": ("hong", "si", "bu"),
}  # fmt: skip


def syllables(name: str) -> list[str]:
    """The syllables of a place's name in pinyin without tones.

    >>> syllables("长治"), syllables("长子县"), syllables("花都区")
    (['chang', 'zhi'], ['zhang', 'zi', 'xian'], ['hua', 'du', 'qu'])
    """
    from pypinyin import lazy_pinyin  # a heavy dictionary: loaded with the first question in Latin letters

    read = lazy_pinyin(name)
    if len(read) != len(name):  # Latin letters stand in it
        return read
    read = [_OF_PLACES.get(character, syllable) for character, syllable in zip(name, read, strict=True)]
    for part, own in _OF_NAMES.items():
        if (at := name.find(part)) >= 0:
            read[at : at + len(part)] = own
    return read
