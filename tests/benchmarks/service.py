"""The same decision behind HTTP: `python -m tests.benchmarks.service` prints the cost of a request from end to end.

Each contender answers in a separate process with the standard library's HTTP server. One client calls all of them in
turn over persistent connections, so other load affects all equally. The answers are compared first.
"""

# ruff: noqa: T201 - printing is its job

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from tests.benchmarks.environments import Environments, default_folder
from tests.benchmarks.registry import CHECKOUT, ENTRIES
from tests.benchmarks.situations import in_order, stream

ROOT = Path(__file__).parents[2]
ASKED = ("by-hand", "decide", "zen-engine")
COMPARED, ROUNDS, IN_A_ROUND = 200, 20, 100


def serve(name: str) -> None:
    """Answer facts as JSON with the decision as JSON; the first line printed is the port."""
    contender = ENTRIES[name].load()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # the connection stays open
        wbufsize = -1  # headers and body in one packet
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            facts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(contender.answer(contender.prepare(facts))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


def ask(connection: HTTPConnection, facts: Any) -> Any:
    """The answer of a server."""
    connection.request("POST", "/", json.dumps(facts), {"Content-Type": "application/json"})
    return json.loads(connection.getresponse().read())


def measure(connections: dict[str, HTTPConnection]) -> dict[str, list[float]]:
    """The time of each request, in microseconds, by contender; situations are new, and the same for all.

    Raises:
        SystemExit: two contenders answer differently.
    """
    for facts in islice(stream("compared"), COMPARED):
        answers = {name: in_order(tuple(ask(each, facts))) for name, each in connections.items()}
        if len(set(answers.values())) > 1:
            raise SystemExit(f"they disagree about {facts}: {answers}")
    times: dict[str, list[float]] = {name: [] for name in connections}
    situations = stream("asked")
    for _ in range(ROUNDS):
        asked = list(islice(situations, IN_A_ROUND))
        for name, connection in connections.items():
            for facts in asked:
                began = time.perf_counter()
                ask(connection, facts)
                times[name].append((time.perf_counter() - began) * 1e6)
    return times


@contextmanager
def started(names: Iterable[str]) -> Iterator[dict[str, HTTPConnection]]:
    """A server for each contender, with a connection; squeezelogic runs from the checkout, peers in their environments.

    Raises:
        Unavailable: a peer cannot be installed.
    """
    environments = Environments(default_folder())
    with ExitStack() as stack:
        connections = {}
        for name in names:
            entry = ENTRIES[name]
            command, cwd, env = [sys.executable], ROOT, None
            if entry.requires and CHECKOUT not in entry.requires:
                environments.lay_out_code()
                command, cwd, env = (
                    [str(environments.python(entry))],
                    environments.folder,
                    environments.variables(entry),
                )
            command += ["-m", "tests.benchmarks.service", "serve", name]
            server = stack.enter_context(Popen(command, cwd=cwd, env=env, stdout=PIPE, text=True))
            stack.callback(server.terminate)
            assert server.stdout is not None
            connection = HTTPConnection("127.0.0.1", int(server.stdout.readline()))
            stack.callback(connection.close)
            connections[name] = connection
        yield connections


def main() -> None:
    """Serve, or start every server, measure and print a table."""
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2])
        return
    with started(ASKED) as connections:
        times = measure(connections)
    base = statistics.median(times[ASKED[0]])
    print("| behind HTTP | median, µs | 99th percentile, µs | ratio |\n| --- | --: | --: | --: |")
    for name, each in times.items():
        middle, late = statistics.median(each), statistics.quantiles(each, n=100)[98]
        print(f"| {ENTRIES[name].label} | {middle:.0f} | {late:.0f} | {middle / base:.2f} |")


if __name__ == "__main__":
    main()
