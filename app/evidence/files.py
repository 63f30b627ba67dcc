"""Reading the claims folder: bytes, content hash, YAML, and a snapshot of the parsed files for a fast start."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.evidence.problem import Problem

SECTIONS = ("sources", "studies", "regulation", "safety", "conditions", "findings", "records", "help")
FOLDERS = (*SECTIONS, "vocabulary")
ALIASES = "aliases.yaml"
_FORMAT = "1"  # of the snapshot and of what parsing yields; raise it when either changes


class _Loader(yaml.CSafeLoader):
    """YAML as a curator means it: dates stay as written, only true and false are truth values, no field twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the library's
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the field {key.value!r} stands twice", problem_mark=key.start_mark)
            if key.tag != "tag:yaml.org,2002:str":
                raise yaml.MarkedYAMLError(
                    problem=f"the field name {key.value!r} is not a word", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_KEPT_AS_TEXT = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _KEPT_AS_TEXT]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _word in ("true", "false"):
    _Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(f"^{_word}$"), [_word[0]])


@dataclass(frozen=True)
class Parsed:
    """Every file of the base as plain data by its path in the claims folder, and what could not be read."""

    data: Mapping[str, Any]
    revision: str
    problems: tuple[Problem, ...] = ()


def read(folder: Path) -> Parsed:
    """Read all evidence files below ``folder``, from the snapshot if their content is what it was."""
    contents = dict(_contents(folder))
    revision = _revision(contents)
    snapshot = _snapshot_path(folder)
    data = _take_snapshot(snapshot, revision) if snapshot else None
    if data is not None:
        return Parsed(data, revision)
    parsed = _parse(contents, revision)
    if snapshot and not parsed.problems:
        _keep_snapshot(snapshot, parsed)
    return parsed


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each evidence file, in a fixed order."""
    aliases = folder / ALIASES
    if aliases.is_file():
        yield ALIASES, aliases.read_bytes()
    for section in FOLDERS:
        place = os.path.join(folder, section)  # noqa: PTH118 - a third of the start went into Path objects
        if not os.path.isdir(place):  # noqa: PTH112 - as above
            continue
        for name in sorted(os.listdir(place)):  # noqa: PTH208 - as above
            if name.endswith(".yaml"):
                with open(os.path.join(place, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - as above
                    yield f"{section}/{name}", file.read()


def _revision(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.blake2b(_FORMAT.encode(), digest_size=16)
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _parse(contents: Mapping[str, bytes], revision: str) -> Parsed:
    data: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, content in contents.items():
        value, found = parse_file(name, content)
        problems += found
        if not found:
            data[name] = value
    return Parsed(data, revision, tuple(problems))


def parse_file(name: str, content: bytes) -> tuple[Any, list[Problem]]:
    """The plain data of one file, or what makes it unreadable; ``name`` is its path in the claims folder."""
    try:
        return yaml.load(content.decode("utf-8"), Loader=_Loader), []  # noqa: S506 - a safe loader, made stricter
    except UnicodeDecodeError:
        return None, [Problem(name, "", "is not UTF-8 text")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        return None, [Problem(name, f"line {mark.line + 1}" if mark else "", error.problem or "is not YAML")]
    except yaml.YAMLError as error:
        return None, [Problem(name, "", f"is not YAML: {error}")]


def _snapshot_path(folder: Path) -> Path | None:
    """Where the snapshot of ``folder`` lies: one file for each claims folder, so that old ones do not pile up."""
    chosen = os.environ.get("CLAIMCHECK_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        root = Path(chosen) if chosen else Path.home() / ".cache"
    except RuntimeError:  # no home folder, as in some containers
        return None
    name = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=8).hexdigest()
    return root / "clinic-claim-checker" / f"evidence-{name}.json"


def _take_snapshot(path: Path, revision: str) -> dict[str, Any] | None:
    """The parsed files if the snapshot is whole and of this very content, else None."""
    try:
        head, _, payload = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if head.decode("ascii", "replace") != _head(revision, payload):
        return None
    data: dict[str, Any] = json.loads(payload)
    return data


def _keep_snapshot(path: Path, parsed: Parsed) -> None:
    """Write the snapshot in one step; a folder that cannot be written only costs the next start its speed."""
    with suppress(OSError, TypeError, ValueError):  # also what JSON cannot hold, such as a YAML set
        payload = json.dumps(parsed.data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        with os.fdopen(handle, "wb") as file:
            file.write(_head(parsed.revision, payload).encode("ascii") + b"\n" + payload)
        Path(temporary).replace(path)


def _head(revision: str, payload: bytes) -> str:
    return f"{_FORMAT} {revision} {hashlib.blake2b(payload, digest_size=16).hexdigest()}"


def plain_texts(folder: Path) -> Iterator[str]:
    """The files of ``folder`` as they are written, but for what the reader learns from: cues and example sentences."""
    for path in sorted(folder.rglob("*.yaml")):
        if path.name != "cues.yaml" and path.parent.name != "wordings":
            yield path.read_text(encoding="utf-8")


def example_texts(folder: Path) -> Iterator[str]:
    """The sets of example sentences of ``folder`` as they are written."""
    for path in sorted((folder / "wordings").glob("*.yaml")):
        yield path.read_text(encoding="utf-8")
