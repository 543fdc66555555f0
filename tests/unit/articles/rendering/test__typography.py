import pytest

from articles.rendering._typography import find_edits, smarten


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"HER2-low" tumours', "“HER2-low” tumours"),
        ("'HER2-low' tumours", "‘HER2-low’ tumours"),
        ("\"He said 'no' twice\"", "“He said ‘no’ twice”"),
        ("\"'nested' first\"", "“‘nested’ first”"),
        ("isn't, drug's, companies' and the 1990's", "isn’t, drug’s, companies’ and the 1990’s"),
        ("'tis the '90s, rock 'n' roll", "’tis the ’90s, rock ’n’ roll"),
        ('("quoted")', "(“quoted”)"),
        ('"one" "two"', "“one” “two”"),
        ("wait...", "wait…"),
        ("wait....", "wait...."),
        ("drug -- and -- more", "drug – and – more"),
        ("drug---and---more", "drug—and—more"),
        ("2019--2024", "2019–2024"),
        ("a ---- b", "a ---- b"),
        ("c-MET, IGF-1R, anti-PD-1", "c-MET, IGF-1R, anti-PD-1"),
        ("run --flag now", "run --flag now"),
        ("-- first", "-- first"),
        ("the 3' end and 5'-UTR", "the 3' end and 5'-UTR"),
        ('a 6" tube', 'a 6" tube'),
        ('he was "about 6" then', "he was “about 6” then"),
        (
            "see https://example.org/a--b'c...d and me--you@example.org",
            "see https://example.org/a--b'c...d and me--you@example.org",
        ),
        ("β-catenin 1,000.5 µg", "β-catenin 1,000.5 µg"),
        ('"', "”"),
        ("", ""),
    ],
)
def test_punctuation_is_printed_as_a_typesetter_would(typed, printed):
    assert smarten(typed) == printed


def test_fixed_spans_stay_as_typed():
    assert [(edit.start, edit.new) for edit in find_edits("'a' 'b'", [(0, 3)])] == [(4, "‘"), (6, "’")]
