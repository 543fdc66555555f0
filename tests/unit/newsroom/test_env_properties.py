"""What holds for any environment."""

from contextlib import suppress
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from newsroom import env

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(name=NAMES, user=NAMES, password=NAMES, port=st.integers(1, 65535))
def test_any_database_address_comes_back_as_it_was_quoted(name, user, password, port):
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@db:{port}/{quote(name, safe='')}"

    address = env.parse_database_url(url)

    assert (address.name, address.user, address.password) == (name.lstrip("/") and name, user, password)
    assert address.port == str(port)


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12)), st.text(max_size=30))
def test_a_variable_gives_a_value_or_is_refused(environ, text):
    for variable in env.VARIABLES:
        with suppress(env.EnvError):
            variable.read({**environ, variable.name: text})


@given(st.lists(st.text("abc.-", min_size=1).filter(lambda part: part.strip()), max_size=5))
def test_a_list_keeps_its_parts_in_order(parts):
    assert env.parse_list(" , ".join(parts)) == parts
