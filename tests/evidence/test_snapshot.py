import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.evidence import files, load


def snapshot_of(cache: Path) -> Path:
    (path,) = (cache / "clinic-claim-checker").iterdir()
    return path


def test_the_snapshot_holds_what_the_files_hold(base: Any, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cold = files.read(base.folder)
    assert snapshot_of(own_cache).is_file()
    monkeypatch.setattr(files, "_parse", lambda *_: pytest.fail("parsed although the snapshot fits"))
    assert files.read(base.folder) == cold


def test_a_base_from_the_snapshot_is_the_same(base: Any, today: Any) -> None:
    cold, warm = load(base.folder, today), load(base.folder, today)
    for part in (
        "sources",
        "studies",
        "regulation",
        "safety",
        "conditions",
        "findings",
        "records",
        "grades",
        "ladders",
    ):
        assert getattr(cold, part) == getattr(warm, part)
    assert cold.revision == warm.revision


def test_any_change_of_content_has_a_new_revision_and_is_seen(base: Any, today: Any) -> None:
    before = load(base.folder, today)
    base.change("sources/law-page.yaml", title="What we have not licensed")
    after = load(base.folder, today)
    assert after.sources["law-page"].title == "What we have not licensed"
    assert after.revision != before.revision


@pytest.mark.parametrize("damage", [lambda b: b[:-10], lambda _: b"", lambda b: b.replace(b"law-page", b"lax-page")])
def test_a_damaged_snapshot_is_not_trusted(base: Any, today: Any, own_cache: Path, damage: Any) -> None:
    load(base.folder, today)
    path = snapshot_of(own_cache)
    path.write_bytes(damage(path.read_bytes()))
    assert "law-page" in load(base.folder, today).sources
    assert json.loads(path.read_bytes().partition(b"\n")[2])  # written anew


def test_a_base_with_mistakes_leaves_no_snapshot(base: Any, own_cache: Path) -> None:
    base.write("sources/odd.yaml", "id: [")
    assert base.mistakes()
    assert not own_cache.exists()


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").is_dir(), reason="nowhere is unwritable")
def test_a_cache_that_cannot_be_written_is_done_without(base: Any, today: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_CACHE", "/proc/nowhere")
    assert load(base.folder, today).records
