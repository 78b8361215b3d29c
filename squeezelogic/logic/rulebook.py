"""A rulebook: loaded, checked, and ready to decide."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from squeezelogic.logic.inference.hot_path import HotPath
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.model.decision import ASKED, Decision
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place, Rule, Topic
from squeezelogic.logic.model.texts import Advice, Article, Case, Claim
from squeezelogic.logic.model.translation import ENGLISH, Translation
from squeezelogic.logic.model.type_hints import evaluable
from squeezelogic.logic.model.untrusted import copied, exact, names, several
from squeezelogic.logic.model.vocabulary import Attribute, Vocabulary

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from squeezelogic.logic.checks import Progress
    from squeezelogic.logic.checks.finding import Finding
    from squeezelogic.logic.explain.changes import Counterfactuals
    from squeezelogic.logic.explain.interview import RulebookInterview
    from squeezelogic.logic.explain.questions import Questions
    from squeezelogic.logic.explain.trace import RuleAccount, Why, WhyNot
    from squeezelogic.logic.explain.what_if import ChangedDecision
    from squeezelogic.logic.loading.assemble import Parts
    from squeezelogic.logic.loading.collect import Layer
    from squeezelogic.logic.maps.decision_map import DecisionMap
    from squeezelogic.logic.model.laws import Law, Waiver
    from squeezelogic.logic.render.drawing import Drawing


UNCHANGING = frozenset({str, tuple, frozenset, type(None)})
NO_TRANSLATIONS: FrozenMap[str, Translation] = FrozenMap()


@evaluable
@frozen(eq=False, repr=False)
class Rulebook:
    """Rules grouped in topics, with the vocabulary they speak, the texts they give and the sources they rest on.

    Make one with `Rulebook.default()`, `Rulebook.load(folder)` or `book.extended(folder)`. Two rulebooks are equal
    when their digests are: when they would decide and say the same, whatever files they came from.
    """

    parts: Parts
    _layers: tuple[Layer, ...] = field(alias="layers")
    _unread: bool = field(default=False, alias="unread")
    _translations: FrozenMap[str, Translation] = field(factory=FrozenMap, alias="translations")
    _english: Rulebook | None = field(default=None, alias="english")

    @classmethod
    def default(cls) -> Rulebook:
        """The rulebook that comes with squeezelogic."""
        return _default()

    @classmethod
    def load(cls, folder: str | Path) -> Rulebook:
        """The rulebook in a folder of TOML files.

        Raises:
            RulebookError: with everything that is wrong with it.
        """
        return cls._of((), named_folder(folder))

    def extended(self, folder: str | Path) -> Rulebook:
        """This rulebook with those of a folder on top: what the folder defines is added, or replaces by id.

        Raises:
            RulebookError: with everything that is wrong with the two together.
        """
        whole = self._whole
        return self._of(whole._layers, named_folder(folder), below=whole._translations)  # noqa: SLF001 - our own

    @classmethod
    def _of(
        cls,
        layers: Sequence[Layer],
        folder: Path | Traversable,
        leave: tuple[str, ...] = (),
        *,
        below: Mapping[str, Translation] = NO_TRANSLATIONS,
    ) -> Rulebook:
        from squeezelogic.logic.loading.assemble import assemble  # noqa: PLC0415 - only who loads needs to read
        from squeezelogic.logic.loading.collect import read_folder  # noqa: PLC0415
        from squeezelogic.logic.loading.translations import read_translations  # noqa: PLC0415

        layer, unreadable = read_folder(folder, leave, layers)
        translations, faults = (NO_TRANSLATIONS, []) if leave else read_translations(folder)
        stack = (*layers, layer)
        both = {code: it.over(below[code]) if code in below else it for code, it in translations.items()}
        return cls(assemble(stack, [*unreadable, *faults]), stack, bool(leave), FrozenMap({**below, **both}))

    @functools.cached_property
    def _whole(self) -> Rulebook:
        """The rulebook with the files that its maker left for whoever asks."""
        return Rulebook._of((), shipped.folder()) if self._unread else self

    @property
    def name(self) -> str:
        """What it is called; the folder's name if it does not say."""
        return self.parts.name

    @property
    def version(self) -> str:
        """Which version of itself it is; `0` if it does not say."""
        return self.parts.version

    @property
    def vocabulary(self) -> Vocabulary:
        """The attributes and slots that its rules speak of."""
        return self.parts.vocabulary

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics, each after those whose slots it reads."""
        return self.parts.topics

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The files it was read from, folder by folder, the lowest first; those of the whole, examples included."""
        return self._whole._layers  # noqa: SLF001 - our own

    @property
    def advice(self) -> FrozenMap[str, Advice]:
        """Every advice text, by id."""
        return self.parts.advice

    @property
    def articles(self) -> FrozenMap[str, Article]:
        """The sources, by id."""
        return self.parts.articles

    @property
    def claims(self) -> FrozenMap[str, Claim]:
        """What the sources say, by id."""
        return self.parts.claims

    @property
    def cases(self) -> tuple[Case, ...]:
        """The examples that stand beside the rules."""
        return self._whole.parts.cases

    @property
    def laws(self) -> tuple[Law, ...]:
        """What must be true in every situation; `check` proves it."""
        return self._whole.parts.laws

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The findings of `check` that are accepted, each with its reason."""
        return self._whole.parts.waivers

    @property
    def translations(self) -> FrozenMap[str, Translation]:
        """Its texts in other languages, by the code of the language; the digest does not cover them."""
        found = self._whole._translations  # noqa: SLF001 - our own
        return FrozenMap({code: said for code, said in found.items() if code != ENGLISH}) if ENGLISH in found else found

    @property
    def record(self) -> Translation | None:
        """The fingerprints of its English texts and laws when they were last reviewed; None if they are not kept."""
        return self._whole._translations.get(ENGLISH)  # noqa: SLF001 - our own

    def in_language(self, language: str) -> Rulebook:
        """The same rulebook with its texts in another language: its questions, labels, titles, reasons and advice.

        It decides the same, and has the same digest.

        Args:
            language: a code, such as `de`; a text that is not translated stays English.

        Raises:
            InvalidInput: it has no texts in that language.
        """
        if not isinstance(language, str):
            raise InvalidInput(f"a language is named by its code, such as `de`, not {quoted(language)}")
        code, original = exact(language), self._english or self
        if code == ENGLISH:
            return original
        if code not in original.translations:
            known = [ENGLISH, *original.translations]
            raise InvalidInput(f"{quoted(self.name)} has no texts in {quoted(code)}: {did_you_mean(code, known)}")
        return original._in_languages(code)  # noqa: SLF001 - our own

    @functools.cached_property
    def _in_languages(self) -> Callable[[str], Rulebook]:
        from squeezelogic.logic.loading.translations import translate_parts  # noqa: PLC0415 - only who translates

        def translate(code: str) -> Rulebook:
            whole = self._whole
            return evolve(whole, parts=translate_parts(whole.parts, self.translations[code]), english=self)

        return functools.cache(translate)

    def declared(self, kind: str, name: str) -> Place:
        """Where the vocabulary declares an `attribute` or a `slot`."""
        for document in (document for layer in reversed(self._layers) for document in layer):
            if document.name.endswith(shipped.SENTINEL) and name in document.data.get(kind, ()):
                return Place(document.name, document.line((kind, name)))
        return Place()

    @functools.cached_property
    def inputs(self) -> FrozenMap[str, FrozenMap[str, Attribute]]:
        """What each topic reads, by its name; earlier slots that hold advice have its texts for labels."""
        slots = self.vocabulary.slots
        found: dict[str, FrozenMap[str, Attribute]] = {}
        for topic in self.topics:
            shown = dict(topic.inputs)
            for name, attribute in topic.inputs.items():
                if attribute.of == "slot" and slots[name].names_advice:
                    texts = [self.advice[str(value)] for value in attribute.values]
                    labels: FrozenMap[str, str] = FrozenMap(
                        {text.id: (text.short or text.text).rstrip(".") for text in texts}
                    )
                    shown[name] = evolve(attribute, labels=labels)
            found[topic.name] = FrozenMap(shown)
        return FrozenMap(found)

    @functools.cached_property
    def rules(self) -> FrozenMap[str, Rule]:
        """Every rule by id, in order of importance."""
        return FrozenMap({rule.id: rule for topic in self.topics for rule in topic.rules})

    @functools.cached_property
    def digest(self) -> str:
        """A fingerprint (SHA-256, hexadecimal) of everything the rulebook decides and says, in English."""
        if self._english is not None:
            return self._english.digest
        from squeezelogic.logic.loading.digest import digest  # noqa: PLC0415 - only a loaded rulebook has one

        return digest(self.parts)

    @functools.cached_property
    def plan(self) -> Plan:
        """Its compiled form, which decides."""
        return Plan(self.topics, self.vocabulary)

    @functools.cached_property
    def hot_path(self) -> HotPath:
        """The quick way through its compiled form."""
        return HotPath(self.plan)

    def decide(self, facts: Mapping[str, Any]) -> Decision:
        """What the rules come to.

        Args:
            facts: a value for each attribute that is known; the rest are unknown, or the empty set.

        Raises:
            InvalidInput: facts the vocabulary does not know, and required ones that are missing, all of them.
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        kept: dict[str, Any] = dict(facts) if facts.__class__ is dict else copied(facts, "facts")
        for name in self._sets:
            value: Any = kept.get(name)
            if value.__class__ not in UNCHANGING:
                kept[name] = tuple(value if value.__class__ is list else several(value, name))
        decision = self.hot_path.decide(kept)
        decision.__dict__[ASKED] = self, kept
        return decision

    @functools.cached_property
    def _sets(self) -> tuple[str, ...]:
        return tuple(name for name, attribute in self.vocabulary.attributes.items() if attribute.type == "set")

    def accounts(self, facts: Mapping[str, Any]) -> tuple[RuleAccount, ...]:
        """What becomes of every rule, as `Decision.accounts` says it."""
        from squeezelogic.logic.explain.why import accounts  # noqa: PLC0415 - deciding needs no explanation

        return accounts(self, facts)

    def why(self, facts: Mapping[str, Any], what: str) -> Why:
        """Why something is concluded from facts: see `Decision.why`."""
        from squeezelogic.logic.explain.why import why  # noqa: PLC0415 - as above

        return why(self, facts, what)

    def why_not(self, facts: Mapping[str, Any], what: str | None = None) -> WhyNot:
        """Why something is not concluded from facts: see `Decision.why_not`."""
        from squeezelogic.logic.explain.why import why_not  # noqa: PLC0415 - as above

        return why_not(self, facts, what)

    def what_if(self, facts: Mapping[str, Any], changes: Mapping[str, Any]) -> ChangedDecision:
        """What is decided with some facts otherwise: see `Decision.what_if`."""
        from squeezelogic.logic.explain.what_if import what_if  # noqa: PLC0415 - as above

        return what_if(self, facts, changes)

    def counterfactuals(
        self,
        facts: Mapping[str, Any],
        want: str | Mapping[str, Any] | None = None,
        change: Iterable[str] | None = None,
    ) -> Counterfactuals:
        """The smallest changes to facts that lead to another decision: see `Decision.counterfactuals`."""
        from squeezelogic.logic.explain.counterfactuals import counterfactuals, wanted  # noqa: PLC0415 - as above

        may = tuple(self.vocabulary.attributes) if change is None else names(change, "change")
        slots, instead_of = wanted(self, facts, want)
        return counterfactuals(self, facts, slots, may, instead_of)

    def questions(
        self, facts: Mapping[str, Any], about: str | Iterable[str] | None = None, settled: Iterable[str] = ()
    ) -> Questions:
        """What could still change the decision: see `Decision.questions`."""
        from squeezelogic.logic.explain.questions import questions  # noqa: PLC0415 - as above

        slots = tuple(self.vocabulary.slots) if about is None else names(about, "about")
        return questions(self, facts, slots, names(settled, "settled"))

    def interview(
        self, facts: Mapping[str, Any] | None = None, about: str | Iterable[str] | None = None
    ) -> RulebookInterview:
        """Begin to ask, one question after another, what has to be known for a decision.

        Args:
            facts: what is known already.
            about: the slots that make up the answer; every one if left out.

        Raises:
            InvalidInput: facts or slots that the vocabulary does not know.
        """
        from squeezelogic.logic.explain.interview import RulebookInterview  # noqa: PLC0415 - as above

        known = {} if facts is None else dict(facts)
        self.vocabulary.situation(known)
        slots = tuple(self.vocabulary.slots) if about is None else names(about, "about")
        return RulebookInterview(FrozenMap(known), (), slots, self)

    def check(self, progress: Progress | None = None, *, lint: bool = False) -> tuple[Finding, ...]:
        """Everything that is wrong with the rulebook, over all situations, except what its waivers accept.

        Args:
            progress: called now and then with what is being checked, how many steps are done, and how many there are.
            lint: whether to look also for what is often an oversight and may well be meant (the check `open`).
        """
        from squeezelogic.logic.checks import check  # noqa: PLC0415 - only who checks needs the proofs

        return check(self, progress, lint=lint)

    def influence(self) -> FrozenMap[str, frozenset[str]]:
        """For each attribute, the slots that it can change: proven over all situations, not tried.

        >>> "verdict" in Rulebook.default().influence()["experience"]
        True
        """
        from squeezelogic.logic.maps.influence import find_influence  # noqa: PLC0415 - only who asks needs the proofs

        return find_influence(self)

    def map(
        self,
        rows: str | Iterable[str],
        columns: str | Iterable[str],
        slot: str | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> DecisionMap:
        """The reduced decision map of a slot: only what can be told apart, with the conditions as labels.

        Args:
            rows: the attributes whose situations make the rows, by name.
            columns: those whose situations make the columns.
            slot: the slot; the first one that the vocabulary declares if left out.
            given: facts that are the same everywhere; every other attribute is unknown.

        Returns:
            The map: data (`rows`, `columns`, `cells`), `records()` for a dataframe, text with `str`, and a picture
            with `drawing()` and in notebooks.

        Raises:
            InvalidInput: there is no such attribute or slot, one is given twice, or the map would be too large.
            ConflictError: two rules contradict one another somewhere on the map.
        """
        from squeezelogic.logic.maps.decision_map import make_map  # noqa: PLC0415 - as above

        return make_map(self, rows, columns, slot, given)

    def graph(self) -> Drawing:
        """A drawing of its topics, and of which reads what another concludes."""
        from squeezelogic.logic.notebook.graph import graph  # noqa: PLC0415 - only a notebook asks

        return graph(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The rulebook for a notebook."""
        from squeezelogic.logic.notebook.rulebook import rulebook  # noqa: PLC0415 - only a notebook asks

        return rulebook(self)

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Rulebook) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What IPython and Hypothesis print: the line below, and not every rule."""
        printer.text(repr(self))

    def __repr__(self) -> str:
        return f"<Rulebook {self.name} {self.version}: {len(self.topics)} topics, {len(self.rules)} rules>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Rulebook, (self.parts, self._layers, self._unread, self._translations, self._english)


def named_folder(folder: object) -> Path:
    """The path of a folder.

    Raises:
        InvalidInput: it is none.
    """
    if not isinstance(folder, (str, Path)):
        raise InvalidInput(f"a rulebook lies in a folder, named by text or a path, not {quoted(folder)}")
    return Path(exact(folder))


@functools.cache
def _default() -> Rulebook:
    """The shipped rulebook; its examples and laws decide nothing, and wait for whoever asks for them."""
    leave = (".cases.toml", "laws.toml", "waivers.toml")
    return Rulebook._of((), shipped.folder(), leave)  # noqa: SLF001 - only moved out to be cached
