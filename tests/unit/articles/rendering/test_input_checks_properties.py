from hypothesis import given

from articles.rendering.input_checks import check_line, check_markdown, explain
from tests.unit.articles.rendering.markup import markup


@given(markup())
def test_every_problem_points_into_the_text_and_can_be_explained(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    for problem in check_markdown(text) + check_line(text, max_chars=10):
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert explain(problem)


@given(markup())
def test_problems_are_in_order_of_place(text):
    places = [(problem.line, problem.column) for problem in check_markdown(text)]

    assert places == sorted(places)
