"""The three stores, one of them behind a real SPARQL server, for the contract tests."""

from __future__ import annotations

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
import types
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.rdf import RdflibStore
from mitigraph.store.remote import RemoteStore

START = 20.0
#: Seconds that the server works on a query. Whoever asks may leave before, which it does not see:
#: without a limit it would go on with one that never ends beside all other tests.
LIMIT = 5


def _program():
    beside = Path(sys.executable).parent / "oxigraph"
    return str(beside) if beside.is_file() else shutil.which("oxigraph")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The URL of an Oxigraph server with an empty store; it ends with the session."""
    program = _program()
    if program is None:
        pytest.skip("no `oxigraph` program; install the development dependencies")
    url = f"http://127.0.0.1:{(port := _free_port())}"
    folder = tmp_path_factory.mktemp("server")
    place = ["--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [program, "serve", *place, "--timeout-s", str(LIMIT)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + START
        while True:
            try:
                urllib.request.urlopen(url, timeout=1).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"the server did not start within {START} s")
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(params=["memory", "disk", "rdflib", "remote"])
def store(request, tmp_path):
    """An empty store of each kind."""
    if request.param == "memory":
        return OxigraphStore()
    if request.param == "disk":
        return OxigraphStore(tmp_path / "store")
    if request.param == "rdflib":
        return RdflibStore()
    url = request.getfixturevalue("server")
    remote = RemoteStore(f"{url}/query?union-default-graph", f"{url}/update")
    remote.update("CLEAR ALL")
    return remote


@pytest.fixture
def is_canonical(store):
    """Whether the store rewrites numbers and language tags to their canonical form."""
    return not isinstance(store, RdflibStore)


@pytest.fixture
def listener():
    """A server on this machine that writes down who asks it for anything, and serves nothing."""
    hits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield types.SimpleNamespace(url=f"http://127.0.0.1:{httpd.server_port}/", hits=hits)
        httpd.shutdown()
        thread.join()
