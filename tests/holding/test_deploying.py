"""What docs/deploying.md and the Dockerfile tell an operator to do, done in a scratch folder."""

import http.client
import io
import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from dockerfile_parse import DockerfileParser

from app.settings import HOME
from tests.holding import compose

DOC = (HOME / "docs/deploying.md").read_text("utf-8")
RECORDS = ["disc-pain-marrow-cells", "tumour-free-cells"]
NAME = "claims.example.org"


def commands(section: str, after: str = "") -> str:
    """The first block of commands of one section of the guide, or the first after some words in it."""
    text = DOC.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    text = text[text.index(after) :]
    found = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    assert found, section
    return found[1]


def done_by_hand(lines: str, folder: Path, environment: dict[str, str], programs: Path | None = None) -> None:
    """Run commands as somebody would type them, with the program of this very checkout."""
    shim = folder / "programs"
    shim.mkdir(exist_ok=True)
    (shim / "claimcheck").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m app.cli "$@"\n', "utf-8")
    # "docker compose exec SERVICE ..." runs what follows, here in place of in the container.
    (shim / "docker").write_text('#!/bin/sh\nshift 2\n[ "$1" = -T ] && shift\nshift\nexec "$@"\n', "utf-8")
    (shim / "python").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n', "utf-8")
    for program in shim.iterdir():
        program.chmod(0o755)
    path = os.pathsep.join(filter(None, (str(shim), str(programs or ""), os.environ["PATH"])))
    typed(lines, folder, {**os.environ, **environment, "PATH": path, "PYTHONPATH": str(HOME)})


def typed(lines: str, folder: Path, environment: dict[str, str]) -> None:
    """Run lines as a shell does, up to the first that fails."""
    line = ["/bin/sh", "-eu", "-c", lines]
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - the guide's own words
    assert done.returncode == 0, done.stdout + done.stderr


def made_links(address: str) -> list[str]:
    """Addresses of pages that the database alone knows: links, their makers' pages, and one withdrawn."""
    pages = []
    for number in range(4):
        note = f"{number} \u00fcber <b>all</b>\n\nRing me."
        made = httpx.post(f"{address}/api/v1/explanations", json={"records": RECORDS, "note": note}).json()
        pages += [f"/e/{made['token']}", f"/e/{made['token']}/manage/{made['manage_secret']}"]
    httpx.post(f"{address}{pages[1]}", data={"do": "withdraw"})
    return pages


def shown(address: str, pages: list[str]) -> list[tuple[int, bytes]]:
    return [(got.status_code, got.content) for got in (httpx.get(f"{address}{page}") for page in pages)]


@pytest.mark.parametrize("kind", ["SQLite", "PostgreSQL", "Docker Compose"])
def test_a_restored_copy_gives_the_same_pages(
    kind: str, server_for: Callable[..., Any], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    postgres = None if kind == "SQLite" else request.getfixturevalue("postgres")

    def new_database(name: str) -> dict[str, str]:
        url = postgres.new_database().replace("+psycopg", "") if postgres else f"sqlite:///{tmp_path / name}.sqlite3"
        return {"DATABASE_URL": url, "CLAIMCHECK_PUBLIC_ADDRESS": f"https://{NAME}"}

    old, new = new_database("old"), new_database("new")
    if postgres and kind == "Docker Compose":  # the guide names the one database that there is
        url = postgres.database_of_compose()
        old = new = old | {"DATABASE_URL": url, "PGHOST": url.rpartition("host=")[2]}
    programs = postgres.programs if postgres else None
    server = server_for(**old)
    server.start()
    pages = made_links(server.address)
    before = shown(server.address, pages)
    assert [status for status, _ in before] == [410, 200, *[200] * 6]
    done_by_hand(commands("Back up", f"With {kind}"), tmp_path, old, programs)
    made_links(server.address)  # comes after the copy, and is not in it
    server.stop()
    done_by_hand(commands("Restore", f"With {kind}"), tmp_path, new, programs)
    restored = server_for(**new)
    restored.start()
    assert shown(restored.address, pages) == before


def test_a_copy_can_be_put_back_under_a_running_server(server_for: Callable[..., Any], tmp_path: Path) -> None:
    server = server_for(CLAIMCHECK_PUBLIC_ADDRESS=f"https://{NAME}")
    server.start()
    pages = made_links(server.address)
    before = shown(server.address, pages)
    copy = str(tmp_path / "copy.sqlite3")
    assert server.command("backup", copy).returncode == 0
    refused = server.command("backup", copy)
    assert refused.returncode == 1
    assert "nothing is written over" in refused.stderr
    later = made_links(server.address)
    assert server.command("restore", copy).returncode == 0
    assert shown(server.address, pages) == before
    assert {status for status, _ in shown(server.address, later)} == {404}


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + bytes(4096)])
def test_a_broken_copy_is_not_put_back(content: bytes, server_for: Callable[..., Any], tmp_path: Path) -> None:
    server = server_for()
    assert server.command("migrate").returncode == 0
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(content)
    told = server.command("restore", str(copy))
    assert told.returncode == 1
    assert "copy.sqlite3" in told.stderr
    assert "Traceback" not in told.stderr


def test_postgresql_is_sent_to_its_own_programs(server_for: Callable[..., Any], tmp_path: Path) -> None:
    told = server_for(DATABASE_URL="postgresql://x@127.0.0.1:9/x").command("backup", str(tmp_path / "x"))
    assert told.returncode == 1
    assert "pg_dump" in told.stderr


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def until(ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.2)


def answers(address: str) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"{address}/healthz", timeout=5).status_code == 200
    return False


def test_the_whole_of_compose_but_its_containers(
    server_for: Callable[..., Any], postgres: Any, redis_server: Any, tmp_path: Path
) -> None:
    """Caddy, workers with the environment of compose.yaml, PostgreSQL and Redis; only addresses are other ones."""
    told = compose.service("app")["environment"]
    variable = re.compile(r"\$\{(\w+)(?::[-?]([^}]*))?\}")

    def filled_in(words: str) -> str:
        return variable.sub(lambda v: "localhost" if v[1] == "SITE_NAME" else v[2] or "", words)

    environment = {name: filled_in(str(value)) for name, value in told.items()}
    environment |= {
        "DATABASE_URL": postgres.new_database(),
        "REDIS_URL": redis_server.url,
        "CLAIMCHECK_TRUSTED_PROXIES": "127.0.0.1",  # for the proxy's network
        "CLAIMCHECK_RUN_FOLDER": str(tmp_path / "run"),
        "CLAIMCHECK_CACHE": str(tmp_path / "cache"),
    }
    server = server_for(**environment)
    server.run_folder = tmp_path / "run"
    server.start(workers=int(environment["CLAIMCHECK_WORKERS"]))
    for healthy in (postgres, redis_server):
        subprocess.run(healthy.health(), check=True)  # noqa: S603 - the words of compose.yaml
    plain, secure, admin = free_port(), free_port(), free_port()
    caddyfile = tmp_path / "Caddyfile"
    text = (HOME / "Caddyfile").read_text("utf-8")
    ours = f"admin localhost:{admin}\n\tauto_https disable_redirects\n\tskip_install_trust\n\tlocal_certs\n"
    text = text.replace("{\n\tservers {", f"{{\n\t{ours}\thttp_port {plain}\n\thttps_port {secure}\n\tservers {{", 1)
    caddyfile.write_text(text, "utf-8")
    caddy = Path(sys.executable).parent / "caddy"
    there = {**os.environ, "SITE_NAME": "localhost", "APP": f"127.0.0.1:{server.port}", "HOME": str(tmp_path)}
    there |= {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    proxy = subprocess.Popen(  # noqa: S603 - our own words
        [caddy, "run", "--config", caddyfile, "--adapter", "caddyfile"], env=there, stderr=subprocess.DEVNULL
    )
    root = tmp_path / "data/caddy/pki/authorities/local/root.crt"
    try:
        until(root.is_file, proxy)
        with through(secure, root) as client:
            until(lambda: reached(client), proxy)
            page = client.get("/")
            assert page.status_code == 200
            assert "max-age=" in page.headers["strict-transport-security"], "TLS was seen through the proxy"
            assert client.post("/", data={"text": "Stem cells cure back pain."}).status_code == 200
            made = client.post("/api/v1/explanations", json={"records": RECORDS, "note": "For you"})
            assert made.json()["address"].startswith("https://localhost/e/")
            assert client.get(f"/e/{made.json()['token']}").status_code == 200
            left = [int(client.get("/api/v1/revision").headers["RateLimit-Remaining"]) for _ in range(10)]
            assert left == list(range(left[0], left[0] - 10, -1)), "both workers count together"
            assert client.post("/", content=b"x" * 4_000_000).status_code == 413
        assert redis_server.client().keys("claimcheck*")
        *_, health = compose.service("proxy")["healthcheck"]["test"]
        assert httpx.get(health.replace(":2019", f":{admin}")).status_code == 200
    finally:
        proxy.terminate()
        proxy.wait(20)


def through(port: int, root: Path) -> httpx.Client:
    """A client that believes the proxy's certificates and no other."""
    trusted = ssl.create_default_context(cafile=str(root))
    return httpx.Client(base_url=f"https://localhost:{port}", verify=trusted, timeout=30)


def reached(client: httpx.Client) -> bool:
    with suppress(httpx.HTTPError):
        return client.get("/healthz").status_code == 200
    return False


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Installing needs a package registry; somebody who works without a network has none."""
    line = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "flit_core==3.12.0"]
    done = subprocess.run(line, cwd=tmp_path_factory.mktemp("registry"), capture_output=True, check=False)  # noqa: S603 - our own words
    if done.returncode and not os.environ.get("CI"):
        pytest.skip("no package registry can be reached")


@pytest.mark.usefixtures("registry")
def test_the_steps_of_the_dockerfile(tmp_path: Path) -> None:
    """Install, copy, start and ask for health as the Dockerfile says, below a scratch folder in place of a root."""
    recipe = DockerfileParser(fileobj=io.BytesIO((HOME / "Dockerfile").read_bytes())).structure
    root = tmp_path / "root"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CLAIMCHECK"))}
    folder = root
    port = free_port()

    def here(words: str) -> str:
        return re.sub(r"(?<![\w$:.])/(opt|srv|build)\b", lambda place: f"{root}/{place[1]}", words)

    for step in recipe:
        what, value = step["instruction"], step["value"]
        if what == "ENV":
            for pair in shlex.split(here(value)):
                name, _, content = pair.partition("=")
                environment[name] = content.replace("$PATH", environment.get("PATH", ""))
        elif what == "RUN" and not value.startswith(("useradd", "install ")):  # a user and a folder of another machine
            typed(here(value), tmp_path, environment)
        elif what == "WORKDIR":
            folder = Path(here(value))
        elif what == "COPY" and not value.startswith("--from"):
            source, target = value.split()
            place = Path(here(target)) if target.startswith("/") else folder / target
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (HOME / source).is_dir() else shutil.copy)(HOME / source, place)
    command = [words.replace("8000", str(port)) for words in json.loads(last(recipe, "CMD"))]
    health = json.loads(last(recipe, "HEALTHCHECK").partition("CMD ")[2].replace("8000", str(port)))
    environment |= {"HOME": str(root), "PATH": environment["PATH"]}
    python = shutil.which("python", path=environment["PATH"])
    assert python
    assert Path(python).is_relative_to(root), "what was installed is what runs"
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen([python, *command[1:]], cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603 - the recipe's own words
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}"), server)
        subprocess.run([python, *health[1:]], cwd=folder, env=environment, check=True)  # noqa: S603 - as above
        page = httpx.post(f"http://127.0.0.1:{port}/", data={"text": "Stem cells cure back pain."})
        assert page.status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/how-we-judge").status_code == 200
        made = httpx.post(f"http://127.0.0.1:{port}/api/v1/explanations", json={"records": RECORDS})
        assert made.status_code == http.client.CREATED
        for package in ("psycopg", "redis"):
            subprocess.run([python, "-c", f"import {package}"], env=environment, check=True)  # noqa: S603 - as above
    finally:
        server.terminate()
        server.wait(30)


def last(recipe: list[dict[str, Any]], instruction: str) -> str:
    """The value of the last step of this kind."""
    found: str = [step["value"] for step in recipe if step["instruction"] == instruction][-1]
    return found


@pytest.mark.usefixtures("registry")
def test_the_steps_for_one_machine(tmp_path: Path) -> None:
    lines = commands("One machine with SQLite")
    folder = tmp_path / "claimcheck"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=False)  # noqa: S607
    names = [name for name in tracked.stdout.split("\0") if name and (HOME / name).is_file()]
    if not names:
        pytest.skip("not a git working tree")
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / name, folder / name)
    port = free_port()
    lines = lines.replace("8000", str(port)).replace("python3 ", f"{shlex.quote(sys.executable)} ")
    *before, start = lines.strip().splitlines()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMCHECK")}
    typed("\n".join(before), folder, environment)
    server = subprocess.Popen(shlex.split(start), cwd=folder, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 - as above
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}"), server)
        pages = made_links(f"http://127.0.0.1:{port}")
        assert (folder / "var" / "claimcheck.sqlite3").is_file()
        assert shown(f"http://127.0.0.1:{port}", pages[2:3])[0][0] == 200
    finally:
        server.terminate()
        server.wait(40)
