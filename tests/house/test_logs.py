"""Log lines: plain or JSON, with the request's number, without what an exception says."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.logs import Json, Plain, log_config, request_number
from app.main import Site, create_app
from app.settings import Settings

SECRET = "Zanzibar"  # noqa: S105 - stands for what somebody pasted


@pytest.fixture(params=[Plain, Json])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What our loggers write, in each form."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(request.param())
    ours = logging.getLogger("app")
    ours.addHandler(handler)
    before, ours.level = ours.level, logging.INFO
    ours.manager._clear_cache()  # type: ignore[attr-defined]  # noqa: SLF001 - the level was set without it
    yield out
    ours.setLevel(before)
    ours.removeHandler(handler)


def test_a_fault_is_told_without_its_words(written: io.StringIO) -> None:
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("app.test").exception("It failed.")
    assert "ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert SECRET not in written.getvalue()


def test_each_request_has_a_line_with_its_number(written: io.StringIO, evidence: object) -> None:
    app: Site = create_app(Settings(database_url="sqlite:////proc/nowhere/x.sqlite3"), evidence)  # type: ignore[arg-type]
    answer = TestClient(app).get(f"/claims/{SECRET}?q={SECRET}")
    text = written.getvalue()
    assert answer.headers["x-request-id"] in text
    assert "/claims/{ident}" in text
    assert SECRET not in text


def test_json_lines_are_json() -> None:
    record = logging.LogRecord("app.x", logging.WARNING, "f", 1, "two\nlines and %s", ("more",), None)
    record.told = {"status": 503}
    token = request_number.set("abc")
    line = Json().format(record)
    request_number.reset(token)
    assert "\n" not in line
    read = json.loads(line)
    assert (read["level"], read["message"], read["request"]) == ("warning", "two\nlines and more", "abc")
    assert read["status"] == 503
    assert read["time"].endswith("Z")


@pytest.mark.parametrize("form", ["plain", "json"])
def test_the_server_takes_this_configuration(form: str) -> None:
    configuration = log_config(form, "info")
    built = logging.config.DictConfigurator(configuration)
    handler = built.configure_formatter(configuration["formatters"]["line"])
    assert isinstance(handler, Json if form == "json" else Plain)
