"""The contenders: their requirements, and the modules with their rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module

from tests.benchmarks.contender import Contender

CHECKOUT = "squeezelogic"
"""Stands for this checkout among the requirements."""


@dataclass(frozen=True)
class Entry:
    """One contender.

    Args:
        label: its name in tables.
        module: its module in `peers/`.
        maker: the function there that compiles the rules.
        requires: its pinned requirements. Entries with equal requirements share an environment.
        imports: the modules that it imports.
        met_before: whether the same thousand situations are repeated, instead of new ones.
        variables: additional environment variables of its process.
        situations: the module that generates its questions, and sorts its answers.
    """

    label: str
    module: str
    maker: str = "load"
    requires: tuple[str, ...] = ()
    imports: str = ""
    met_before: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    situations: str = "tests.benchmarks.situations"

    def load(self) -> Contender:
        """Import its module, and compile the rules."""
        made: Contender = getattr(import_module(f"tests.benchmarks.peers.{self.module}"), self.maker)()
        return made


def ours(label: str, maker: str, met_before: bool = False) -> Entry:
    """An entry for squeezelogic, or for hand-written code on its objects."""
    return Entry(label, "ours", maker, (CHECKOUT,), "squeezelogic", met_before)


# Depending on the layout of the heap, glibc may return memory to the system after each decision of durable-rules and
# request it again for the next, which is eight times slower. A large pad avoids that.
ROOMY = {"MALLOC_TOP_PAD_": str(64 * 2**20)}

BY_HAND = "by-hand"
RECOMMEND = "recommend"
PEERS: dict[str, Entry] = {
    BY_HAND: Entry("if/elif by hand", "by_hand", "plain"),
    "memoised": Entry("if/elif by hand, memoised, situations met before", "by_hand", "memoised", met_before=True),
    "decide": ours("squeezelogic: `decide`, the 24 rules", "decide"),
    RECOMMEND: ours("squeezelogic: `recommend`, the default rulebook", "from_objects"),
    "durable-rules": Entry(
        "durable-rules", "durable", requires=("durable-rules==2.0.28",), imports="durable_rules_engine", variables=ROOMY
    ),
    "clipspy": Entry("clipspy", "clips_rules", requires=("clipspy==1.0.6",), imports="clips"),
    "zen-engine": Entry("zen-engine", "zen_tables", requires=("zen-engine==2.1.3",), imports="zen"),
    "json-logic": Entry("json-logic-qubit", "json_chain", requires=("json-logic-qubit==0.9.1",), imports="json_logic"),
    "business-rules": Entry(
        "business-rules", "business", requires=("business-rules==1.1.1",), imports="business_rules"
    ),
    "cedarpy": Entry("cedarpy", "cedar_policies", requires=("cedarpy==4.12.2",), imports="cedarpy"),
    "rule-engine": Entry("rule-engine", "expressions", requires=("rule-engine==5.1.0",), imports="rule_engine"),
    "regopy": Entry("regopy", "rego_module", requires=("regopy==1.5.2",), imports="regopy"),
}


@dataclass(frozen=True)
class Way:
    """One way to call `recommend`, with hand-written code that is called in the same way.

    Args:
        label: its name in the table.
        ours: the entry of squeezelogic.
        by_hand: the entry of the hand-written code.
        at_most: the target for the ratio of their costs, if there is one.
    """

    label: str
    ours: Entry
    by_hand: Entry
    at_most: float | None = None


DICTS = PEERS[BY_HAND]
OBJECTS = ours("if/elif on objects", "from_objects_by_hand")
WAYS: tuple[Way, ...] = (
    Way(
        "met before: the same objects, the verdict read",
        ours("recommend, met before, its verdict", "verdict_from_objects", met_before=True),
        ours("memoised if/elif, met before, its verdict", "verdict_memoised_by_hand", met_before=True),
        2,
    ),
    Way(
        "met before: the same objects, all of the answer read",
        ours("recommend, met before", "from_objects", met_before=True),
        ours("memoised if/elif, met before", "memoised_by_hand", met_before=True),
    ),
    Way(
        "met before: a profile and a name",
        ours("recommend by name, met before", "from_names", met_before=True),
        ours("memoised if/elif by name, met before", "from_names_memoised_by_hand", met_before=True),
    ),
    Way("met before: dicts", ours("recommend on dicts, met before", "from_dicts", met_before=True), PEERS["memoised"]),
    Way(
        "never met: objects made before, the verdict read",
        ours("recommend, its verdict", "verdict_from_objects"),
        OBJECTS,
        4,
    ),
    Way("never met: objects made before, all of the answer read", PEERS[RECOMMEND], OBJECTS, 6),
    Way(
        "never met: objects with every fact known",
        ours("recommend, every fact", "from_every_fact"),
        ours("if/elif, every fact", "from_every_fact_by_hand"),
        8,
    ),
    Way(
        "never met: objects made on the spot",
        ours("recommend, fresh objects", "from_fresh_objects"),
        ours("if/elif, fresh objects", "from_fresh_objects_by_hand"),
    ),
    Way("never met: dicts", ours("recommend on dicts", "from_dicts"), DICTS),
    Way(
        "never met: a profile and a name",
        ours("recommend by name", "from_names"),
        ours("if/elif by name", "from_names_by_hand"),
    ),
    Way("never met: objects, and `.to_dict()`", ours("recommend and to_dict", "to_dict"), OBJECTS),
)


def noting(peer: str, label: str = "") -> Entry:
    """An entry for a peer with the rules that accumulate."""
    entry = PEERS[peer]
    return replace(entry, label=label or entry.label, maker="notes", situations="tests.benchmarks.accumulating.rules")


NOTES_BY_HAND, NOTES_OURS = "notes-by-hand", "notes-decide"
NOTES: dict[str, Entry] = {
    NOTES_BY_HAND: noting(BY_HAND, "24 ifs by hand"),
    NOTES_OURS: noting("decide", "squeezelogic: `decide`"),
    **{
        f"notes-{peer}": noting(peer)
        for peer in ("durable-rules", "clipspy", "zen-engine", "json-logic", "rule-engine")
    },
}
"""The contenders of the second decision: twenty-four rules that accumulate."""
NOTES_AT_MOST, P99_AT_MOST = 8, 4
"""The targets for the cost of `decide` relative to the ifs, and for its p99 relative to its p50."""

ASKED: dict[str, Entry] = PEERS | {
    entry.label: entry for way in WAYS for entry in (way.ours, way.by_hand) if entry not in PEERS.values()
}
"""The contenders of the first decision."""

ENTRIES: dict[str, Entry] = ASKED | NOTES
"""All contenders, by the name that starts a worker."""

NAME_OF: dict[str, str] = {entry.label: name for name, entry in ENTRIES.items()}
