"""The cost of a contender up to its first answer: `python -m tests.benchmarks.cold NAME IMPORTED`.

Prints, as JSON, the CPU time in milliseconds of importing it, of compiling the rules, and of the first answer.
"""

# ruff: noqa: E402, T201 - the clock runs before anything else is imported that the contender might need as well

import sys
import time

began = time.process_time()
if sys.argv[2]:
    __import__(sys.argv[2])
imported = time.process_time()

import json
from importlib import import_module
from itertools import islice

from tests.benchmarks.registry import ENTRIES
from tests.benchmarks.situations import stream

entry = ENTRIES[sys.argv[1]]
import_module(f"tests.benchmarks.peers.{entry.module}")  # its own imports of the package are not measured
[facts] = islice(stream("cold"), 1)
before = time.process_time()
contender = entry.load()
loaded = time.process_time()
question = contender.prepare(facts)
asked = time.process_time()
contender.answer(question)
answered = time.process_time()
print(
    json.dumps({"import": 1e3 * (imported - began), "load": 1e3 * (loaded - before), "first": 1e3 * (answered - asked)})
)
