from articles.rendering.safe import SafeHtml


def test_safe_html_is_text_that_templates_do_not_escape():
    html = SafeHtml("<p>HER2</p>")

    assert html == "<p>HER2</p>"
    assert html.__html__() is html
