"""What holds for any style sheet."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.static_bundles import minify

PIECES = st.sampled_from(
    [
        "a",
        ".b",
        "{",
        "}",
        ";",
        ":",
        ",",
        " ",
        "\n",
        "color",
        "red",
        "/* x; } */",
        '" ; "',
        "'/*'",
        "url(x y.svg)",
        "1px + 2px",
    ]
)


@given(st.lists(PIECES).map("".join))
def test_what_is_short_already_stays(css):
    once = minify(css)

    assert minify(once) == once
    assert len(once) <= len(css)


@given(st.lists(PIECES).map("".join))
def test_only_white_space_comments_and_last_semicolons_go(css):
    import re

    def bare(text):
        text = re.sub(
            r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", lambda m: m[0] if m[0][0] != "/" else "", text
        )
        return re.sub(r"[\s;]+", "", text)

    assert bare(minify(css)) == bare(css)
