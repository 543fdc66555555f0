"""All that touches the database passes on PostgreSQL too, on a real server that this test starts and stops."""

import os
import re
import subprocess
import sys

import pytest

from tests.contracts.repository import ROOT
from tests.postgresql import running_server

WANTED = "not browser and not postgresql and not benchmark and not long"
FEWEST = 250


@pytest.mark.postgresql
def test_whatever_touches_the_database_passes_on_postgresql():
    with running_server() as address:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "tests.database_only",
                "-n",
                "0",
                "-q",
                "-m",
                WANTED,
                "tests",
            ],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": address, "PYTEST_ADDOPTS": ""},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    passed = re.search(r"(\d+) passed", done.stdout)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert passed, done.stdout[-2000:]
    assert int(passed.group(1)) >= FEWEST
