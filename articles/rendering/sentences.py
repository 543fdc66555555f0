"""Where sentences begin and end in plain English text of this field."""

import re

_ABBREVIATIONS = frozenset({
    "al", "approx", "art", "ca", "cf", "ch", "col", "dept", "dr", "e.g", "ed", "eds", "eq", "eqs",
    "est", "etc", "ex", "fig", "figs", "gen", "gov", "hon", "i.e", "ie", "inc", "incl", "jr", "lt",
    "ltd", "max", "med", "min", "mr", "mrs", "ms", "no", "nos", "p", "pp", "prof", "ref", "refs", "rev",
    "sec", "sen", "sr", "st", "suppl", "tab", "univ", "vol", "vols", "vs", "viz", "wk", "yr", "engl",
    "n", "j", "clin", "oncol", "res", "sci", "natl", "acad", "proc", "biol", "chem", "pharmacol",
    "ther", "ann", "int", "am", "br", "eur", "lett", "commun", "rep", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "ph.d", "m.d", "b.i.d", "q.d",
    "i.v", "s.c",
})  # fmt: skip
_MAY_END = frozenset({"etc", "al", "inc", "ltd", "jr", "sr", "u.s", "u.k", "ph.d", "m.d"})
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]»]*+(?=\s|$)")
_WORD_BEFORE = re.compile(r"[\w.]*$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[«]*(\S)(\S*)")
_NEW_SENTENCE_WORDS = frozenset({
    "The", "A", "An", "In", "It", "This", "That", "These", "Those", "We", "They", "He", "She",
    "However", "But", "And", "For", "At", "On", "Our", "Its", "Their", "If", "When", "While", "As",
    "By", "With", "To", "Such", "Both", "Many", "Some", "Most", "No", "Not", "One", "Two",
})  # fmt: skip


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, without the white space between them.

    >>> split_sentences("Shown in Fig. 2 by Modi et al. in 2022. Response was 0.5 vs. 0.3.")
    ['Shown in Fig. 2 by Modi et al. in 2022.', 'Response was 0.5 vs. 0.3.']
    """
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence, in order; together they hold everything but white space."""
    spans = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_here(text, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_here(text: str, stop: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(text, stop.end())
    if following is None:
        return True
    initial, rest = following[1], following[2]
    if stop[0][0] != ".":
        return not initial.islower()
    if initial.islower():
        return False
    if stop[0] != ".":
        return True
    word = _word_before(text, stop.start())
    if word in _MAY_END:
        return initial.isalpha() and (initial + rest).strip(",;:") in _NEW_SENTENCE_WORDS
    is_initial = len(word) == 1 and word.isalpha() and text[stop.start() - 1].isupper()
    return not (word in _ABBREVIATIONS or is_initial)


def _word_before(text: str, position: int) -> str:
    match = _WORD_BEFORE.search(text[max(0, position - 24) : position])
    return match[0].casefold() if match else ""
