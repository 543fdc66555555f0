"""One JSON object a line."""

import json
import logging
import sys

from newsroom import logs


def line_for(level=logging.INFO, message="saved %s", arguments=("it",), error=None, **extra):
    record = logging.LogRecord("articles.x", level, "x.py", 1, message, arguments, error)
    record.__dict__.update(extra)
    return logs.JsonLines().format(record)


def test_a_line_has_time_level_logger_message_and_extras():
    line = json.loads(line_for(path="/a", count=3))

    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "INFO", "logger": "articles.x", "message": "saved it", "path": "/a", "count": 3}


def test_the_request_is_named():
    token = logs.request_id.set("abc")
    line = json.loads(line_for())
    logs.request_id.reset(token)

    assert line["request_id"] == "abc"


def test_an_exception_stays_on_the_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError:
        line = line_for(error=sys.exc_info())

    assert "\n" not in line
    assert "ValueError: first\nsecond" in json.loads(line)["exception"]


def test_what_is_no_json_is_written_as_text():
    assert "object" in json.loads(line_for(thing=object()))["thing"]


def test_advice_about_thread_counts_is_dropped_and_other_warnings_stay():
    keep = logs.NotOurChoice().filter

    assert not keep(logging.makeLogRecord({"msg": "Configuration allows spawning up to 64 Python threads"}))
    assert keep(logging.makeLogRecord({"msg": "Worker crash loop detected"}))


def test_the_configuration_is_one_logging_understands():
    before = logging.getLogger().handlers[:]
    handlers = logs.configuration("INFO")["handlers"]

    assert handlers["stderr"]["formatter"] in logs.configuration("INFO")["formatters"]
    assert set(logs.granian_configuration()["loggers"]) == {"_granian"}
    assert logging.getLogger().handlers == before
