"""What every test gets: no network, a clock that stands still, a data directory of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

CHECKOUT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# Two cores shared with browsers and a second database: how long an example takes says nothing about the code.
hypothesis_settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile(
    "ci", parent=hypothesis_settings.get_profile("default"), derandomize=True
)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite takes every core; a few tests named on the command line start at once, in this process."""
    return (os.cpu_count() or 1) if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The test that runs others on PostgreSQL takes longest: it starts first, the other cores do the rest."""
    items.sort(key=lambda item: item.get_closest_marker("postgresql") is None)


@pytest.fixture(scope="session", autouse=True)
def own_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory the suite writes in, instead of the developer's; strict where production only logs."""
    data_dir = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = data_dir
    settings.STATIC_ROOT = data_dir / "static"
    settings.STATIC_BUNDLE_DIR = data_dir / "bundles"
    settings.MEDIA_ROOT = data_dir / "media"
    settings.STRICT_TAGS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return data_dir


@pytest.fixture(scope="session", autouse=True)
def emptied_with_history() -> Iterator[None]:
    """After a test with real transactions the tables are emptied, append-only ones too."""
    from newsroom import site_state  # the apps are loaded only now

    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _: site_state.empty()
    yield
    TransactionTestCase._fixture_teardown = original


class Clock:
    """A clock a test moves by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **parts: float) -> datetime:
        self.at += timedelta(**parts)
        return self.at


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """`django.utils.timezone.now()` stands at NOW until the test moves it."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def no_subscribers() -> Iterator[None]:
    """Starts and ends the test's own subscribers of changes; those of `apps.py` come back afterwards."""
    from articles import changes

    projections, deliveries = list(changes._projections), list(changes._deliveries)
    changes.connect()
    yield
    changes.connect(projections=projections, deliveries=deliveries)


RunManage = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_manage() -> RunManage:
    """Runs `manage.py` in a process of its own: `run_manage(data_dir, "check", NEWSROOM_DEBUG="1")`."""

    def run(
        data_dir: Path, *arguments: str, timeout: float = 120, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
            env=clean_environ(data_dir, **environ),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


def clean_environ(data_dir: Path, **environ: str) -> dict[str, str]:
    """An environment for a process of its own, on SQLite in `data_dir` unless `environ` says otherwise."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "NEWSROOM_DATA_DIR": str(data_dir), "PYTHONDONTWRITEBYTECODE": "1", **environ}


@pytest.fixture(scope="session")
def migrated_data_dir(tmp_path_factory: pytest.TempPathFactory, run_manage: RunManage) -> Path:
    """A data directory with an empty, migrated SQLite database. Copy it; do not write in it."""
    data_dir = tmp_path_factory.mktemp("migrated") / "var"
    done = run_manage(data_dir, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return data_dir


@pytest.fixture(scope="session")
def demo_data_dir(tmp_path_factory: pytest.TempPathFactory, run_manage: RunManage) -> Path:
    """A data directory with the demonstration in it, ready to be served. Copy it; do not write in it."""
    data_dir = tmp_path_factory.mktemp("demo") / "var"
    done = run_manage(data_dir, "demo", "--no-serve", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    (data_dir.parent / "demo.txt").write_text(done.stdout)
    return data_dir


@pytest.fixture
def data_dir(migrated_data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the migrated data directory for one test."""
    return Path(shutil.copytree(migrated_data_dir, tmp_path / "var"))
