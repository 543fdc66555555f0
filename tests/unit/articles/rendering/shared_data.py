"""Data that lies beside the checkout where the project is developed."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[5] / "shared"


def shared(path):
    """The file; without it the test is skipped, under CI it fails."""
    if not (SHARED / path).exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            f"{path} lies beside the checkout only where this is developed"
        )
    return SHARED / path
