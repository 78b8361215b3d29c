"""Who takes part: what each needs, and where its encoding of the rules lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module

from tests.benchmarks.contender import Contender

CHECKOUT = "squeezelogic"
"""Stands for this checkout among the requirements."""


@dataclass(frozen=True)
class Entry:
    """One way to decide.

    Args:
        label: what the tables call it.
        module: its module in `peers/`.
        maker: the function there that compiles the rules.
        requires: what its environment has, pinned. Entries that require the same share one.
        imports: what Python has to import for it.
        met_before: asked about the same thousand situations again and again, not about new ones.
        variables: of the environment its process runs in.
        situations: the module that draws what it is asked, and puts its answers in order.
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
        """Import its module and have the rules compiled."""
        made: Contender = getattr(import_module(f"tests.benchmarks.peers.{self.module}"), self.maker)()
        return made


def ours(label: str, maker: str, met_before: bool = False) -> Entry:
    """squeezelogic, or something by hand on squeezelogic's objects."""
    return Entry(label, "ours", maker, (CHECKOUT,), "squeezelogic", met_before)


# glibc gives memory back to the system after each of durable-rules' decisions and fetches it again for the next, or
# does not, as the heap happens to lie; the difference is eightfold. A generous pad spares it that.
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
    """One way to ask `recommend`, beside what one would write by hand to be asked the same way.

    Args:
        label: what the table calls it.
        ours: squeezelogic's entry.
        by_hand: the other one.
        at_most: how many times as much ours is meant to cost at most, where there is an aim.
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
    """A peer, asked about the rules that add up."""
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
"""The second decision: twenty-four rules that only add up."""
NOTES_AT_MOST, P99_AT_MOST = 8, 4
"""How many times as much as the ifs `decide` is meant to cost at most, and how many times its p50 the p99."""

ASKED: dict[str, Entry] = PEERS | {
    entry.label: entry for way in WAYS for entry in (way.ours, way.by_hand) if entry not in PEERS.values()
}
"""Everybody who is asked the first decision."""

ENTRIES: dict[str, Entry] = ASKED | NOTES
"""Everybody, by the name that a worker is started with."""

NAME_OF: dict[str, str] = {entry.label: name for name, entry in ENTRIES.items()}
