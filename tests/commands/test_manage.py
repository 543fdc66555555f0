"""`manage.py` itself, where Python or Django are not what they should be."""

import ast
import runpy
import subprocess
import sys

import pytest
from django.core.management import call_command

from newsroom import env
from tests.conftest import CHECKOUT

MANAGE = CHECKOUT / "manage.py"


def test_an_old_python_can_read_it():
    ast.parse(MANAGE.read_text(), feature_version=(3, 6))


def test_an_old_python_says_which_one_is_needed(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))

    with pytest.raises(SystemExit) as refused:
        runpy.run_path(str(MANAGE), run_name="__main__")

    assert str(refused.value).startswith("Python 3.11 or newer is needed, this is 3.10: ")
    assert "\n" not in str(refused.value)


def test_without_django_it_says_how_to_install():
    done = subprocess.run(
        [sys.executable, "-S", "-I", str(MANAGE), "demo"], capture_output=True, text=True, check=False
    )

    (line,) = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert "pip install -e ." in line


def test_the_table_of_settings_is_printed(capsys):
    call_command("settings_reference")

    assert capsys.readouterr().out == env.reference_table() + "\n"
