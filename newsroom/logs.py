"""One JSON object a line, with the request's id. The only place that knows how log lines look."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {
    "message",
    "asctime",
    "taskName",
    "request",
    "server_time",
}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; what was passed as `extra` becomes further members."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        line.update({name: value for name, value in record.__dict__.items() if name not in _STANDARD})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(level: str) -> dict[str, Any]:
    """A `logging.config` dictionary: everything from `level` up goes to standard error as JSON lines."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "newsroom.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # Django writes a warning for each 4xx; the access log of the proxy has them.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": True},
            "axes": {"level": "WARNING"},
        },
    }


class NotOurChoice(logging.Filter):
    """Drops granian's advice about thread counts: many threads and few slots is what front.py is for."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "Configuration allows spawning" not in record.getMessage()


def granian_configuration() -> dict[str, Any]:
    """What `granian` merges into its own logging configuration."""
    return {
        "formatters": {"json": {"()": "newsroom.logs.JsonLines"}},
        "filters": {"choice": {"()": "newsroom.logs.NotOurChoice"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["choice"]},
        },
        "loggers": {"_granian": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    }
