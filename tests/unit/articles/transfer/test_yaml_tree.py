import pytest

from articles.transfer.formats import FileRejected
from articles.transfer.yaml_tree import DEPTH_MAX, NODES_MAX, Listing, Mapping, Scalar, parse_tree


def refusal(text, **options):
    with pytest.raises(FileRejected) as caught:
        parse_tree(text, **options)
    (problem,) = caught.value.problems
    return problem


def test_scalars_stay_the_words_they_are():
    tree = parse_tree("a: No\nb: 2024-01-01\nc: 012\nd: 'yes'")

    assert [(entry.value.text, entry.value.is_plain) for entry in tree.entries] == [
        ("No", True),
        ("2024-01-01", True),
        ("012", True),
        ("yes", False),
    ]


def test_every_node_knows_its_line_in_the_file():
    tree = parse_tree("a:\n  - x\n  - y: z\n", first_line=2)

    (entry,) = tree.entries
    assert isinstance(entry.value, Listing)
    assert (entry.line, [item.line for item in entry.value.items]) == (2, [3, 4])


def test_no_text_is_an_empty_mapping():
    assert parse_tree("") == Mapping((), 1)
    assert parse_tree("# only a remark\n", first_line=2) == Mapping((), 2)


def test_a_text_alone_is_a_scalar():
    assert parse_tree("word") == Scalar("word", 1, is_plain=True)


@pytest.mark.parametrize(
    ("text", "field", "line", "words"),
    [
        ("a: 1\na: 2", "a", 2, "given twice, first in line 1"),
        ("a: &x 1", "a", 1, "anchors"),
        ("a: 1\nb: *x", "b", 2, "*"),
        ("a: &x 1\nb: *x", "a", 1, "anchors"),
        ("a: !!python/object:os.system x", "a", 1, "tags are not taken"),
        ("a: !!str 1", "a", 1, "tags are not taken"),
        ("? [x]\n: 1", "", 1, "a key must be a word"),
        ("a: 1\n---\nb: 2", "a", 2, "one block"),
        ("title: a: b", "title", 1, "needs quotes"),
        ("title: x\nslug: @a", "slug", 2, "quote a text that starts with"),
        ("title: x\n\tslug: a", "title", 2, "indent with spaces"),
        ("title: 'x", "title", 1, "not readable as YAML"),
        ("title: a\nslug: x\0y", "slug", 2, "a NUL byte at column 8"),
        ("title: a\x07", "title", 1, "the character U+0007 at column 9"),
        ("\x0b", "", 1, "U+000B"),
    ],
)
def test_what_could_be_misread_is_refused_with_field_and_line(text, field, line, words):
    problem = refusal(text)

    assert (problem.field, problem.line) == (field, line)
    assert words in problem.message


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor():
    bomb = 'a: &a ["lol","lol"]\nb: &b [*a,*a]\nc: &c [*b,*b]'

    assert "anchors" in refusal(bomb, first_line=2).message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_before_anything_recurses(opening):
    assert "levels deep" in refusal("a: " * (opening == "[") + opening * 2000).message


def test_nesting_within_bounds_is_read():
    depth = DEPTH_MAX - 1

    assert parse_tree("a: " + "[" * depth + "x" + "]" * depth)


def test_too_many_values_are_refused():
    assert f"{NODES_MAX:,}" in refusal("a: [" + "x," * NODES_MAX + "]").message
