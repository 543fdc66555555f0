"""The gallery: every component has an example, every example renders, only staff see it."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from articles.admin.gallery_examples import EXAMPLES
from articles.templatetags.gallery import own_ids
from tests import factories
from tests.admin.desk import sign_in
from tests.contracts.repository import ROOT

GALLERY = "/admin/gallery/"
COMPONENTS = sorted(path.stem for path in Path(ROOT, "templates/components").glob("*.html"))


def test_every_component_has_an_example_and_every_example_a_component():
    assert sorted(EXAMPLES) == COMPONENTS
    assert all(EXAMPLES.values())


def test_states_of_a_component_have_names_of_their_own():
    for name, examples in EXAMPLES.items():
        states = [example.state for example in examples]
        assert len(set(states)) == len(states), name


@pytest.mark.parametrize(
    ("name", "place"), [(name, place) for name in COMPONENTS for place in range(len(EXAMPLES[name]))]
)
def test_example_renders_to_whole_markup_with_nothing_left_over(name: str, place: int):
    html = render_to_string(
        f"components/{name}.html", EXAMPLES[name][place].context, RequestFactory().get("/")
    )

    assert html.strip()
    assert not re.search(r"{[{%#]", html)
    assert "None" not in html
    for tag in ("p", "ul", "ol", "li", "a", "span", "section", "div", "table", "dl", "h2", "h3"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


def test_states_of_sources_say_their_word():
    for example in EXAMPLES["reference"]:
        html = render_to_string("components/reference.html", example.context)
        assert f">{example.state}<" in html.replace("</svg>", ">")


@pytest.mark.django_db
def test_staff_see_all_components_in_either_direction():
    client = sign_in()

    for query, direction in (("", "ltr"), ("?dir=rtl", "rtl"), ("?dir=<b>", "ltr")):
        response = client.get(GALLERY + query)
        html = response.content.decode()
        assert response.status_code == 200
        assert f'dir="{direction}"' in html
        assert [name for name in COMPONENTS if f'<section class="c-sec" id="{name}"' not in html] == []


@pytest.mark.django_db
def test_no_id_stands_twice_and_labels_lead_to_something():
    html = sign_in().get(GALLERY).content.decode()

    ids = re.findall(r' id="([^"]+)"', html)
    named = re.findall(r' (?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)
    assert set(named) <= set(ids)


@pytest.mark.django_db
def test_others_are_sent_to_sign_in():
    reader = Client()
    reader.force_login(factories.user())

    for client in (Client(), reader):
        response = client.get(GALLERY)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")


def test_ids_are_renamed_where_they_are_defined_and_pointed_to():
    html = '<p id="a" aria-labelledby="a"><label for="b"></label><a href="#a"></a><a href="/a"></a><use href="#i-ok"/>'

    assert own_ids(html, "x-") == (
        '<p id="x-a" aria-labelledby="x-a"><label for="b"></label><a href="#x-a"></a><a href="/a"></a><use href="#i-ok"/>'
    )
