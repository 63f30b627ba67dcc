"""Reading the claims folder: bytes, content hash, YAML, and a snapshot of the parsed files for a fast start."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import Any

import yaml

from app.evidence.problem import Problem

SECTIONS = ("sources", "studies", "regulation", "safety", "conditions", "findings", "records", "help")
FOLDERS = (*SECTIONS, "vocabulary")
"""The folders that the revision speaks for; ``wordings`` is none of them, since no answer is given from it."""
ALIASES = "aliases.yaml"
_FORMAT = "1"  # of the snapshot and of what parsing yields; raise it when either changes


class _Loader(yaml.CSafeLoader):
    """YAML as a curator means it: dates stay as written, only true and false are truth values, no field twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the library's
        seen: set[Any] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                name = repr(key.value) if isinstance(key, yaml.ScalarNode) else "here"
                raise yaml.MarkedYAMLError(problem=f"the field name {name} is not a word", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the field {key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_KEPT_AS_TEXT = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _KEPT_AS_TEXT]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
for _word in ("true", "false"):
    _Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(f"^{_word}$"), [_word[0]])


def _checked(construct: Callable[[_Loader, yaml.ScalarNode], Any]) -> Callable[[_Loader, yaml.ScalarNode], Any]:
    """``construct``, with a mistake where a value is not what its tag says it is ("!!int abc")."""

    def value(loader: _Loader, node: yaml.ScalarNode) -> Any:  # noqa: ANN401 - whatever the file holds
        try:
            return construct(loader, node)
        except (ValueError, KeyError, IndexError):
            kind = node.tag.rpartition(":")[2]
            problem = f"{shorten(node.value, 40)!r} is not written as {kind}"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None

    return value


def _refused(_: _Loader, node: yaml.Node) -> None:
    raise yaml.MarkedYAMLError(problem=f"the tag {node.tag!r} is not used here", problem_mark=node.start_mark)


# What JSON can hold, and nothing else: the tags of dates, sets, pairs and bytes are refused like any unknown one.
_Loader.yaml_constructors = {None: _refused}
for _kind in ("str", "null", "seq", "map", "int", "float", "bool"):
    _tag = f"tag:yaml.org,2002:{_kind}"
    _construct = yaml.CSafeLoader.yaml_constructors[_tag]
    _Loader.yaml_constructors[_tag] = _checked(_construct) if _kind in {"int", "float", "bool"} else _construct


@dataclass(frozen=True)
class Parsed:
    """Every file of the base as plain data by its path in the claims folder, and what could not be read."""

    data: Mapping[str, Any]
    revision: str
    problems: tuple[Problem, ...] = ()


def read(folder: Path, needed: Iterable[str] = ()) -> Parsed:
    """Read all evidence files below ``folder``, from the snapshot if their content is what it was.

    Every section holds a file, and the ``needed`` files are there; what is not is among the problems.
    """
    if not folder.is_dir():
        return Parsed({}, "", (Problem(str(folder), "", "is no folder"),))
    names = _names(folder)
    contents, problems = contents_of(folder, names)
    problems += [Problem(file, "", "is missing") for file in needed if file not in names]
    filled = {name.partition("/")[0] for name in names}
    problems += [Problem(s, "", "is missing, or holds no .yaml file") for s in SECTIONS if s not in filled]
    revision = _revision(contents)
    snapshot = _snapshot_path(folder)
    data = _take_snapshot(snapshot, revision) if snapshot else None
    if data is not None:
        return Parsed(data, revision, tuple(problems))
    parsed = _parse(contents, revision)
    if snapshot and not parsed.problems:
        _keep_snapshot(snapshot, parsed)
    return replace(parsed, problems=(*problems, *parsed.problems))


def _names(folder: Path) -> list[str]:
    """Every evidence file by its path in ``folder``, in a fixed order."""
    aliases = [ALIASES] if os.path.lexists(folder / ALIASES) else []
    return [*aliases, *(f"{section}/{name}" for section in FOLDERS for name in yaml_files(folder / section))]


def yaml_files(folder: Path) -> list[str]:
    """The names of the files of one folder, in a fixed order; none where it cannot be looked into."""
    try:
        found = os.listdir(folder)  # noqa: PTH208 - a third of the start went into Path objects
    except OSError:
        return []
    return sorted(name for name in found if name.endswith(".yaml"))


def contents_of(folder: Path, names: Iterable[str]) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of each of these files of ``folder`` by its name, and what could not be read."""
    contents: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in names:
        if not name.isprintable():
            problems.append(Problem(ascii(name)[1:-1], "", "has letters in its name that nobody can read"))
            continue
        try:
            with open(os.path.join(folder, name), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - see yaml_files
                contents[name] = file.read()
        except OSError as fault:
            problems.append(Problem(name, "", f"cannot be read: {fault.strerror}"))
    return contents, problems


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
    with suppress(OSError, ValueError):  # also what JSON cannot hold, such as `.nan`
        payload = json.dumps(parsed.data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        with os.fdopen(handle, "wb") as file:
            file.write(_head(parsed.revision, payload).encode("ascii") + b"\n" + payload)
        Path(temporary).replace(path)


def _head(revision: str, payload: bytes) -> str:
    return f"{_FORMAT} {revision} {hashlib.blake2b(payload, digest_size=16).hexdigest()}"


def plain_texts(folder: Path) -> Iterator[str]:
    """The evidence files of ``folder`` as they are written, but for the cues, which the reader learns from."""
    contents, _ = contents_of(folder, _names(folder))
    for name, content in contents.items():
        if name != "vocabulary/cues.yaml":
            yield content.decode("utf-8")


def example_texts(folder: Path) -> Iterator[str]:
    """The sets of example sentences of ``folder`` as they are written."""
    contents, _ = contents_of(folder / "wordings", yaml_files(folder / "wordings"))
    for content in contents.values():
        yield content.decode("utf-8")
