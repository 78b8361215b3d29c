"""The modules import one another in the order that docs/modules.md lists, and each is listed there."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "squeezelogic"
DOCUMENT = ROOT / "docs" / "modules.md"
TEXT = DOCUMENT.read_text("utf-8")
LISTED = re.findall(r"^- `([\w/*]+\.py)`:", TEXT, re.MULTILINE)
REACHING_DOWN = set(re.findall(r"^- `([\w/]+\.py)` reaches `([\w/]+\.py)`:", TEXT, re.MULTILINE))
FILES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
TREES = {file: ast.parse((PACKAGE / file).read_text("utf-8")) for file in FILES}
MODULES = [file for file in FILES if not all(isinstance(node, ast.Expr) for node in TREES[file].body)]
IN_LOGIC = [file for file in FILES if file.startswith("logic/")]
LIFTING = re.compile(r"glute|thrust|hinge|squeeze(?!logic)|pelvi|lumbar", re.IGNORECASE)


def place(module: str) -> int:
    """The position of a module in the list; a star stands for the modules of a folder that have no entry."""
    if module in LISTED:
        return LISTED.index(module)
    folders = [i for i, entry in enumerate(LISTED) if "*" in entry and fnmatch(module, entry)]
    assert folders, f"list `{module}` in {DOCUMENT.relative_to(ROOT)}, with what it is for"
    return folders[0]


def imported(node: ast.AST, late: bool = False) -> Iterator[tuple[str, bool]]:
    """The full names that code imports when it runs, and whether only once a function is called."""
    if isinstance(node, ast.Import):
        yield from ((alias.name, late) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "a relative import: say from where"
        yield from ((f"{node.module}.{alias.name}", late) for alias in node.names)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        yield from (found for child in node.orelse for found in imported(child, late))
    else:
        late = late or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        yield from (found for child in ast.iter_child_nodes(node) for found in imported(child, late))


def own(name: str) -> str | None:
    """The module of this package that an imported name lies in, if it lies in one that holds anything."""
    parts = name.split(".")
    if parts[0] != PACKAGE.name:
        return None
    ends = ("/".join(parts[1:end]) for end in range(len(parts), 0, -1))
    file = next(path for base in ends for path in (f"{base}.py", f"{base}/__init__.py".lstrip("/")) if path in FILES)
    return file if file in MODULES else None


def sources(module: str) -> Iterator[tuple[str, bool]]:
    """The modules of this package that a module imports, and whether late."""
    for name, late in imported(TREES[module]):
        source = own(name)
        if source is not None and source != module:
            yield source, late


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_above_it(module: str) -> None:
    """No import points downwards in the list, but for the late ones that the list says reach down."""
    here = place(module)
    for source, late in sources(module):
        there = place(source)
        share_a_star = there == here and "*" in LISTED[here]
        reaches = late and (module, source) in REACHING_DOWN
        assert there < here or share_a_star or reaches, f"{module} imports {source}, which stands below it in the list"


def test_no_import_goes_in_a_circle() -> None:
    """The imports at the top of modules have no cycle, inside the folders of a star either."""
    graph = {module: {source for source, late in sources(module) if not late} for module in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_the_list_names_only_what_there_is() -> None:
    """Each entry names a module, or a folder with modules, and stands there once; each that reaches down does."""
    assert len(set(LISTED)) == len(LISTED)
    assert [entry for entry in LISTED if not any(fnmatch(module, entry) for module in MODULES)] == []
    late = {(module, source) for module in MODULES for source, late in sources(module) if late}
    assert late >= REACHING_DOWN


def test_one_module_alone_imports_durable_rules() -> None:
    """Only logic/inference/durable_rules.py knows the C engine."""
    roots = {module: {name.split(".")[0] for name, _ in imported(TREES[module])} for module in MODULES}
    assert {m for m, names in roots.items() if names & {"durable", "durable_rules_engine"}} == {
        "logic/inference/durable_rules.py"
    }


@pytest.mark.parametrize("module", [module for module in MODULES if module in IN_LOGIC])
def test_logic_imports_nothing_of_lifting(module: str) -> None:
    """A module of logic/ imports of this package only what lies in logic/ too."""
    assert [source for source, _ in sources(module) if source not in IN_LOGIC] == []


@pytest.mark.parametrize("module", IN_LOGIC)
def test_logic_speaks_of_nothing_in_lifting(module: str) -> None:
    """No word of lifting stands in logic/, not even in a comment."""
    text = (PACKAGE / module).read_text("utf-8")
    assert [line for line in text.splitlines() if LIFTING.search(line)] == []
