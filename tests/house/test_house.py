"""The house keeps its promises: two commands, pins with hashes, no addresses of one machine or one registry."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from app import __version__
from app.settings import HOME

REGISTRIES = ("pypi.org", "pythonhosted.org", "npmjs.org", "registry.", "docker.io", "ghcr.io", "quay.io")
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home|Users|opt/(?!venv))/[\w.-]+")
OURS = (
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "Makefile",
    ".ci/run",
    "Dockerfile",
    ".dockerignore",
    ".gitignore",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "CITATION.cff",
)


def read(name: str) -> str:
    return (HOME / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S607
    names = [name for name in found.stdout.split("\0") if name]
    if not names:
        pytest.skip("not a git working tree")
    return [HOME / name for name in names if (HOME / name).is_file()]


@pytest.mark.parametrize("name", OURS)
def test_is_there(name: str) -> None:
    assert read(name).strip()


def test_the_readme_names_the_two_commands_and_the_picture() -> None:
    readme = read("README.md")
    assert "make run" in readme
    assert "make test" in readme
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert pictures
    assert all((HOME / picture).is_file() for picture in pictures)


def test_links_within_the_documents_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", read(name)):
            assert target.startswith("https://") or (HOME / target).exists(), f"{name}: {target}"


def test_the_readme_maps_the_folders_that_are_there() -> None:
    mapped = re.findall(r"^ {4}(\w+)/ ", read("README.md"), re.MULTILINE)
    assert mapped
    assert all((HOME / folder).is_dir() for folder in mapped)


@pytest.mark.parametrize(
    "target",
    [
        "run",
        "test",
        "setup",
        "lint",
        "types",
        "claims",
        "bench",
        "model",
        "html",
        "lighthouse",
        "load",
        "fuzz",
        "audit",
        "links",
    ],
)
def test_make_has_a_target_that_explains_itself(target: str) -> None:
    assert re.search(rf"^{target}:.* ## \S", read("Makefile"), re.MULTILINE)
    assert re.search(rf"^\.PHONY: {target}$", read("Makefile"), re.MULTILINE)


def test_make_alone_lists_what_can_be_done() -> None:
    listed = subprocess.run(["make", "--no-print-directory"], cwd=HOME, capture_output=True, text=True, check=True)  # noqa: S607
    assert "make run" in listed.stdout
    assert "make test" in listed.stdout


def test_ci_runs_the_command_of_the_readme() -> None:
    script = HOME / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert re.search(r"^exec make test$", script.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    text = read(name)
    pins = re.findall(r"^(\S+)==(\S+)(.*)\n((?: +--hash=.*\n?)*)", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert all("--hash=sha256:" in hashes for *_, hashes in pins)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_every_direct_dependency_is_pinned_and_explained() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    pins = set(re.findall(r"^([\w.-]+)==", read("requirements-dev.txt"), re.MULTILINE))
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = {re.split(r"[\[<>=! ]", line)[0].lower() for line in wanted} - {"clinic-claim-checker"}
    assert names <= pins
    for line in re.findall(r'^  "[a-z][\w.-]*(?:\[\w+\])?[<>=].*$', read("pyproject.toml"), re.MULTILINE):
        assert "#" in line, line


def test_what_runs_is_pinned_alike_for_running_and_testing() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", read(name), re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_each_ignored_rule_has_its_reason() -> None:
    for line in re.findall(r'^  "[A-Z]+\d*",.*$', read("pyproject.toml"), re.MULTILINE):
        assert re.search(r"# \S+", line), line


def test_no_registry_and_no_path_of_one_machine() -> None:
    here = Path(__file__)
    for path in tracked():
        if path == here or path.suffix in {".png", ".npz", ".ico"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not [host for host in REGISTRIES[:3] if host in text], path
        if not path.is_relative_to(HOME / "claims"):
            assert not MACHINE_PATHS.search(text), f"{path}: {MACHINE_PATHS.search(text)}"


def test_the_version_is_the_same_everywhere() -> None:
    assert f"\nversion: {__version__}\n" in read("CITATION.cff")


def test_modules_stay_small() -> None:
    long = {str(p): n for p in (HOME / "app").rglob("*.py") if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long
