"""A rulebook: loaded, checked, and ready to decide."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from squeezelogic.logic.inference.hot_path import HotPath
from squeezelogic.logic.inference.plan import Plan
from squeezelogic.logic.loading import shipped
from squeezelogic.logic.model.decision import SOURCE, Decision
from squeezelogic.logic.model.errors import InvalidInput, did_you_mean, quoted
from squeezelogic.logic.model.frozen_map import FrozenMap
from squeezelogic.logic.model.rules import Place, Rule, Topic
from squeezelogic.logic.model.texts import ENGLISH, Advice, Article, Case, Claim, Translation
from squeezelogic.logic.model.type_hints import evaluable
from squeezelogic.logic.model.untrusted import copied, exact, names, several
from squeezelogic.logic.model.vocabulary import Attribute, Vocabulary

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from squeezelogic.logic.checks import Progress
    from squeezelogic.logic.checks.finding import Finding
    from squeezelogic.logic.explain.changes import Counterfactuals
    from squeezelogic.logic.explain.interview import RulebookInterview
    from squeezelogic.logic.explain.questions import Questions
    from squeezelogic.logic.explain.trace import RuleAccount, Why, WhyNot
    from squeezelogic.logic.explain.what_if import ChangedDecision
    from squeezelogic.logic.loading.collect import Layer
    from squeezelogic.logic.maps.decision_map import DecisionMap
    from squeezelogic.logic.model.laws import Law, Waiver
    from squeezelogic.logic.model.rulebook_parts import Parts
    from squeezelogic.logic.render.drawing import Drawing


UNCHANGING = frozenset({str, tuple, frozenset, type(None)})
NO_TRANSLATIONS: FrozenMap[str, Translation] = FrozenMap()


@evaluable
@frozen(eq=False, repr=False)
class Rulebook:
    """Rules grouped in topics, with their vocabulary, texts and sources.

    Create one with `Rulebook.default()`, `Rulebook.load(folder)` or `book.extended(folder)`. Two rulebooks are equal if
    their digests and languages are equal: they have the same rules and texts, regardless of their files.
    """

    parts: Parts
    _layers: tuple[Layer, ...] = field(alias="layers")
    _unread: bool = field(default=False, alias="unread")
    _translations: FrozenMap[str, Translation] = field(factory=FrozenMap, alias="translations")
    _english: Rulebook | None = field(default=None, alias="english")
    _language: str = field(default=ENGLISH, alias="language")

    @classmethod
    def default(cls) -> Rulebook:
        """The rulebook that ships with squeezelogic."""
        return _load_default()

    @classmethod
    def load(cls, folder: str | Path) -> Rulebook:
        """The rulebook in a folder of TOML files.

        Raises:
            RulebookError: the rulebook is invalid; `problems` lists every reason.
        """
        return cls._of((), named_folder(folder))

    def extended(self, folder: str | Path) -> Rulebook:
        """This rulebook with the files of a folder on top: definitions are added, or replace those with the same id.

        Raises:
            RulebookError: the result is invalid; `problems` lists every reason.
        """
        whole = self._whole
        return self._of(whole._layers, named_folder(folder), below=whole._translations)  # noqa: SLF001 - the same class

    @classmethod
    def _of(
        cls,
        layers: Sequence[Layer],
        folder: Path | Traversable,
        leave: tuple[str, ...] = (),
        *,
        below: Mapping[str, Translation] = NO_TRANSLATIONS,
    ) -> Rulebook:
        from squeezelogic.logic.loading.assemble import assemble  # noqa: PLC0415 - only loading needs the reader
        from squeezelogic.logic.loading.collect import read_folder  # noqa: PLC0415
        from squeezelogic.logic.loading.translations import read_translations  # noqa: PLC0415

        layer, unreadable = read_folder(folder, leave, layers)
        translations, faults = (NO_TRANSLATIONS, []) if leave else read_translations(folder, layers)
        stack = (*layers, layer)
        both = {code: it.over(below[code]) if code in below else it for code, it in translations.items()}
        return cls(assemble(stack, [*unreadable, *faults]), stack, bool(leave), FrozenMap({**below, **both}))

    @functools.cached_property
    def _whole(self) -> Rulebook:
        """The rulebook with the files that were left out when it was loaded."""
        return Rulebook._of((), shipped.folder()) if self._unread else self

    @property
    def name(self) -> str:
        """Its name; the folder's name if none is declared."""
        return self.parts.name

    @property
    def version(self) -> str:
        """Its version; `0` if none is declared."""
        return self.parts.version

    @property
    def vocabulary(self) -> Vocabulary:
        """The attributes and slots of its rules."""
        return self.parts.vocabulary

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics, each after those whose slots it reads."""
        return self.parts.topics

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The files it was loaded from, examples included, folder by folder, the lowest first."""
        return self._whole._layers  # noqa: SLF001 - another instance of this class

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
        """The claims of the sources, by id."""
        return self.parts.claims

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of the rules."""
        return self._whole.parts.cases

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws, which must hold in every situation; `check` proves them."""
        return self._whole.parts.laws

    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The findings of `check` that are accepted, each with its reason."""
        return self._whole.parts.waivers

    @property
    def translations(self) -> FrozenMap[str, Translation]:
        """Its texts in other languages, by language code; the digest does not cover them."""
        found = self._whole._translations  # noqa: SLF001 - another instance of this class
        return FrozenMap({code: said for code, said in found.items() if code != ENGLISH}) if ENGLISH in found else found

    @property
    def record(self) -> Translation | None:
        """The fingerprints of its English texts and laws at their last review; None if they are not recorded."""
        return self._whole._translations.get(ENGLISH)  # noqa: SLF001 - another instance of this class

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
        return original._in_languages(code)  # noqa: SLF001 - another instance of this class

    @functools.cached_property
    def _in_languages(self) -> Callable[[str], Rulebook]:
        from squeezelogic.logic.loading.translations import translate_parts  # noqa: PLC0415 - as above

        def translate(code: str) -> Rulebook:
            whole = self._whole
            parts = translate_parts(whole.parts, self.translations[code])
            return evolve(whole, parts=parts, english=self, language=code)

        return functools.cache(translate)

    def declared(self, kind: str, name: str) -> Place:
        """The place where the vocabulary declares an `attribute` or a `slot`."""
        for document in (document for layer in reversed(self._layers) for document in layer):
            if document.name.endswith(shipped.SENTINEL) and name in document.data.get(kind, ()):
                return Place(document.name, document.line((kind, name)))
        return Place()

    @functools.cached_property
    def inputs(self) -> FrozenMap[str, FrozenMap[str, Attribute]]:
        """The inputs of each topic, by name; the labels of earlier advice slots are the texts."""
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
        """The SHA-256, in hexadecimal, of all rules and English texts."""
        if self._english is not None:
            return self._english.digest
        from squeezelogic.logic.loading.assemble import digest  # noqa: PLC0415 - only loading needs the reader

        return digest(self.parts)

    @functools.cached_property
    def plan(self) -> Plan:
        """Its compiled form."""
        return Plan(self.topics, self.vocabulary)

    @functools.cached_property
    def hot_path(self) -> HotPath:
        """The optimized evaluation of its compiled form."""
        return HotPath(self.plan)

    def decide(self, facts: Mapping[str, Any]) -> Decision:
        """Decide all topics for some facts.

        Args:
            facts: a value for each known attribute; the rest are unknown, or the empty set.

        Raises:
            InvalidInput: facts that the vocabulary does not allow, or required facts are missing; it lists all of them.
            ConflictError: two standing rules disagree.
            GapError: a required slot stays empty.
        """
        kept: dict[str, Any] = dict(facts) if facts.__class__ is dict else copied(facts, "facts")
        for name in self._sets:
            value: Any = kept.get(name)
            if value.__class__ not in UNCHANGING:
                kept[name] = tuple(value if value.__class__ is list else several(value, name))
        decision = self.hot_path.decide(kept)
        decision.__dict__[SOURCE] = self, kept
        return decision

    @functools.cached_property
    def _sets(self) -> tuple[str, ...]:
        return tuple(name for name, attribute in self.vocabulary.attributes.items() if attribute.type == "set")

    def accounts(self, facts: Mapping[str, Any]) -> tuple[RuleAccount, ...]:
        """The state of every rule: see `Decision.accounts`."""
        from squeezelogic.logic.explain.accounts import accounts  # noqa: PLC0415 - deciding needs no explanation

        return accounts(self, facts)

    def why(self, facts: Mapping[str, Any], what: str) -> Why:
        """Explain why something is concluded from facts: see `Decision.why`."""
        from squeezelogic.logic.explain.why import explain_why  # noqa: PLC0415 - as above

        return explain_why(self, facts, what)

    def why_not(self, facts: Mapping[str, Any], what: str | None = None) -> WhyNot:
        """Explain why something is not concluded from facts: see `Decision.why_not`."""
        from squeezelogic.logic.explain.why import explain_why_not  # noqa: PLC0415 - as above

        return explain_why_not(self, facts, what)

    def what_if(self, facts: Mapping[str, Any], changes: Mapping[str, Any]) -> ChangedDecision:
        """The decision with some facts changed: see `Decision.what_if`."""
        from squeezelogic.logic.explain.what_if import decide_changed  # noqa: PLC0415 - as above

        return decide_changed(self, facts, changes)

    def counterfactuals(
        self,
        facts: Mapping[str, Any],
        want: str | Mapping[str, Any] | None = None,
        change: Iterable[str] | None = None,
    ) -> Counterfactuals:
        """The smallest changes to facts that lead to another decision: see `Decision.counterfactuals`."""
        from squeezelogic.logic.explain.counterfactuals import find_counterfactuals, wanted  # noqa: PLC0415 - as above

        may = tuple(self.vocabulary.attributes) if change is None else names(change, "change")
        slots, instead_of = wanted(self, facts, want)
        return find_counterfactuals(self, facts, slots, may, instead_of)

    def questions(
        self, facts: Mapping[str, Any], about: str | Iterable[str] | None = None, settled: Iterable[str] = ()
    ) -> Questions:
        """The facts that could still change the decision: see `Decision.questions`."""
        from squeezelogic.logic.explain.questions import find_questions  # noqa: PLC0415 - as above

        slots = tuple(self.vocabulary.slots) if about is None else names(about, "about")
        return find_questions(self, facts, slots, names(settled, "settled"))

    def interview(
        self, facts: Mapping[str, Any] | None = None, about: str | Iterable[str] | None = None
    ) -> RulebookInterview:
        """Start an interview: the questions that a decision needs, one at a time.

        Args:
            facts: the facts that are already known.
            about: the slots that make up the answer; every one if left out.

        Raises:
            InvalidInput: facts or slots that the vocabulary does not allow.
        """
        from squeezelogic.logic.explain.interview import RulebookInterview  # noqa: PLC0415 - as above

        known = {} if facts is None else dict(facts)
        self.vocabulary.situation(known)
        slots = tuple(self.vocabulary.slots) if about is None else names(about, "about")
        return RulebookInterview(FrozenMap(known), (), slots, self)

    def check(self, progress: Progress | None = None, *, lint: bool = False) -> tuple[Finding, ...]:
        """Find the defects of the rulebook, over all situations, except those that its waivers accept.

        Args:
            progress: called from time to time with the name of the check, the number of finished steps, and the total.
            lint: whether to include lints: checks whose findings may be intended, such as `open`.
        """
        from squeezelogic.logic.checks import check  # noqa: PLC0415 - deciding needs no proofs

        return check(self, progress, lint=lint)

    def influence(self) -> FrozenMap[str, frozenset[str]]:
        """For each attribute, the slots that it can change, proven over all situations.

        >>> "verdict" in Rulebook.default().influence()["experience"]
        True
        """
        from squeezelogic.logic.maps.influence import find_influence  # noqa: PLC0415 - as above

        return find_influence(self)

    def map(
        self,
        rows: str | Iterable[str],
        columns: str | Iterable[str],
        slot: str | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> DecisionMap:
        """The reduced decision map of a slot: one row or column per equivalence class, labelled with its condition.

        Args:
            rows: the attributes of the rows, by name.
            columns: the attributes of the columns.
            slot: the slot; the first one that the vocabulary declares if left out.
            given: facts that are fixed over the whole map; every other attribute is unknown.

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
        """A drawing of its topics, with an arrow to each topic that reads the conclusions of another."""
        from squeezelogic.logic.notebook.rulebook import graph  # noqa: PLC0415 - only notebooks need it

        return graph(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """The rulebook for a notebook."""
        from squeezelogic.logic.notebook.rulebook import rulebook  # noqa: PLC0415 - only notebooks need it

        return rulebook(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rulebook):
            return NotImplemented
        return (self.digest, self._language) == (other.digest, other._language)

    def __hash__(self) -> int:
        return hash((self.digest, self._language))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The short form, for IPython and Hypothesis."""
        printer.text(repr(self))

    def __repr__(self) -> str:
        return f"<Rulebook {self.name} {self.version}: {len(self.topics)} topics, {len(self.rules)} rules>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Rulebook, (self.parts, self._layers, self._unread, self._translations, self._english)


def choose_rulebook(rulebook: object) -> Rulebook:
    """The given rulebook; the default one for None.

    Raises:
        InvalidInput: it is not a rulebook.
    """
    if rulebook is None:
        return Rulebook.default()
    if not isinstance(rulebook, Rulebook):
        raise InvalidInput(f"a rulebook is a Rulebook, not {quoted(rulebook)}: Rulebook.load(folder) makes one")
    return rulebook


def named_folder(folder: object) -> Path:
    """The path of a folder.

    Raises:
        InvalidInput: it is not text or a path.
    """
    from pathlib import Path  # noqa: PLC0415 - slow to import, and the default rulebook may not need it

    if not isinstance(folder, (str, Path)):
        raise InvalidInput(f"a rulebook is a folder, given as text or a path, not {quoted(folder)}")
    return Path(exact(folder))


@functools.cache
def _load_default() -> Rulebook:
    """The shipped rulebook, without its cases and laws, which are loaded when they are first read."""
    prepared = shipped.read_prepared()
    if prepared is None:
        return Rulebook._of((), shipped.folder(), shipped.LEFT_OUT)  # noqa: SLF001 - only moved out to be cached
    parts, digest, plan = prepared
    book = Rulebook(parts, (), unread=True)
    object.__setattr__(book, "digest", digest)  # cached properties
    object.__setattr__(book, "plan", plan)
    return book


def prepare_default() -> bytes:
    """The default rulebook, parsed and compiled: what a wheel holds as `shipped.PREPARED`."""
    book = _load_default()
    for component in book.plan.components:
        book.plan.can_fail(component)  # is remembered
    return shipped.prepare((book.parts, book.digest, book.plan), str(shipped.folder()))
