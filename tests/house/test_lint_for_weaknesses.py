"""The rules against weaknesses are on, exceptions carry their reasons, and templates escape whatever they show."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import HOME
from app.templating import TEMPLATES, environment

BAD = {
    "S307": "eval(input())",
    "S602": "import subprocess\nsubprocess.run('ls ' + input(), shell=True)",
    "S608": "query = 'SELECT * FROM x WHERE y = ' + input()",
    "S301": "import pickle\npickle.loads(input())",
    "S506": "import yaml\nyaml.load(input())",
    "S701": "import jinja2\njinja2.Environment(autoescape=False)",
    "S704": "from markupsafe import Markup\nMarkup(input())",
    "S113": "import requests\nrequests.get('https://a.example')",
    "S311": "import random\ntoken = random.random()",
    "S108": "path = '/tmp/x'",
}
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("rule", BAD)
def test_lint_finds_what_is_bad(rule: str) -> None:
    line = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        "--stdin-filename=app/x.py",
        "-",
    ]
    told = subprocess.run(line, cwd=HOME, input=BAD[rule] + "\n", capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert f" {rule} " in told.stdout


def test_make_lint_and_make_test_run_it() -> None:
    makefile = (HOME / "Makefile").read_text("utf-8")
    for target in ("lint", "test"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
        assert recipe
        assert "ruff check ." in recipe[1]


@pytest.mark.parametrize("path", sorted((HOME / "app").rglob("*.py")), ids=lambda p: str(p.relative_to(HOME)))
def test_an_exception_from_the_rules_says_why(path: Path) -> None:
    for line in path.read_text("utf-8").splitlines():
        if found := re.search(r"#\s*noqa:\s*([A-Z0-9, ]+)(.*)", line):
            assert not re.search(r"\bS\d", found[1]) or len(found[2].strip(" -")) > 8, line


def test_everything_is_escaped_unless_it_is_markup_of_ours() -> None:
    shown = environment().from_string("<p title='{{ x }}'>{{ x }}</p>").render(x="<b>\"'&")
    assert shown == "<p title='&lt;b&gt;&#34;&#39;&amp;'>&lt;b&gt;&#34;&#39;&amp;</p>"


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_template_goes_around_escaping(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", text)
    assert not re.search(r"\s[\w-]+=\{\{", text), "a value outside quotation marks could end its attribute"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")", text), (
        "a script within a page"
    )
    assert not re.search(r"\s(?:on\w+|style)=", text), "an attribute that acts or styles"
