"""What CI and production install is pinned: every requirement, with hashes, and without the name of a host."""

import json
import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.contracts.repository import ROOT

LOCK = (ROOT / ".ci/lock.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(text: str) -> dict[str, Version]:
    return {
        canonicalize_name(name): Version(version)
        for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", text, re.M)
    }


def unhashed(text: str) -> list[str]:
    """Pinned packages without a hash."""
    return [
        entry.split("==")[0] for entry in re.split(r"\n(?=\w)", text.strip()) if "--hash=sha256:" not in entry
    ]


def required() -> list[Requirement]:
    return [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]


def test_every_requirement_is_pinned_within_its_range():
    found = pins(LOCK)
    wrong = {
        str(requirement)
        for requirement in required()
        if (pin := found.get(canonicalize_name(requirement.name))) is None or pin not in requirement.specifier
    }

    assert wrong == set()


def test_every_pin_has_a_hash():
    assert unhashed("a==1 \\\n    --hash=sha256:0\nb==2\n") == ["b"]
    assert unhashed(LOCK) == []


def test_pins_name_no_host():
    assert "://" not in LOCK


def test_checkers_from_npm_are_pinned_by_hash_and_name_no_host():
    wanted = json.loads((ROOT / ".ci/package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / ".ci/package-lock.json").read_text())["packages"]

    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert locked[f"node_modules/{name}"]["version"] == version
    assert [path for path, entry in locked.items() if path and not entry.get("integrity")] == []
    assert [path for path, entry in locked.items() if "resolved" in entry] == []
