"""How the documentation is built: `sphinx-build -W docs docs/_build`, with nothing fetched from a network."""

import re
import sys
from collections.abc import Container
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # works in a checkout without installation

from docutils import nodes  # noqa: E402 - after the line above
from sphinx.application import Sphinx  # noqa: E402

import squeezelogic  # noqa: E402
from squeezelogic.coaching.web.bundle import ALL  # noqa: E402
from squeezelogic.coaching.web.page import page  # noqa: E402
from squeezelogic.logic.pages.all import pages  # noqa: E402
from squeezelogic.logic.pages.shelf import INDEX, Page  # noqa: E402

project = "squeezelogic"
author = "the squeezelogic authors"
version = release = squeezelogic.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
exclude_patterns = ["_build", "jupyter_execute", "examples/[!n]*"]  # only the notebook remains
nitpicky = False  # not all types in signatures have a page
myst_heading_anchors = 3
nb_execution_mode = "force"  # notebooks are run at every build; a failure stops it
nb_execution_raise_on_error = True
nb_execution_timeout = 120  # seconds for a cell
smartquotes = False  # show rules unchanged
default_role = "code"  # docstrings put code in single backticks

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
maximum_signature_line_length = 72  # one parameter per line if they do not fit on one
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"squeezelogic {release}"
html_static_path = ["_static"]
html_css_files = ["tables.css", "notebook.css"]
html_copy_source = False
html_search_scorer = str(HERE / "search.js")
copybutton_prompt_text = r">>> |\.\.\. |\$ "  # copy examples without prompts and output
copybutton_prompt_is_regexp = True
html_show_copyright = False
html_show_sphinx = False

RULEBOOK = HERE / "rulebook"
PARAMETERS = re.compile(r"<dl>\n((?:<dd><em class=\"sig-param\">.*</dd>\n)+)</dl>\n")
UNNAMED = {
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="This page">',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    '<div class="table-wrapper colwidths-auto docutils container">': (
        '<div class="table-wrapper colwidths-auto docutils container" tabindex="0">'  # a wide table scrolls
    ),
}


def setup(app: Sphinx) -> None:
    """Write the pages of the rulebook before Sphinx searches for documents."""
    app.connect("builder-inited", lambda _: write_rulebook())
    app.connect("autodoc-process-signature", show_defaults)
    app.connect("doctree-read", lambda _, doctree: set_dashes(doctree))
    app.connect("build-finished", lambda app, failure: failure or repair_markup(Path(app.outdir)))
    app.connect("build-finished", lambda app, failure: failure or write_page(Path(app.outdir)))


def show_defaults(
    _app: Sphinx, _what: str, _name: str, _obj: object, _options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Show the value of a default that is a constant."""
    return (signature and signature.replace("= NOTHING", "= ()"), returns)


def set_dashes(doctree: nodes.document) -> None:
    """Show the dash that Sphinx puts after a parameter as a dash; leave other text unchanged."""
    for text in list(doctree.findall(nodes.Text)):
        if text == " -- ":
            text.parent.replace(text, nodes.Text(" – "))


def repair_markup(site: Path) -> None:
    """Label sidebars for screen readers, make wide code focusable, and turn the lists in signatures into lines."""
    for path in site.rglob("*.html"):
        before = after = path.read_text("utf-8")
        for bare, named in UNNAMED.items():
            after = after.replace(bare, named)
        after = PARAMETERS.sub(spell_parameters, after)
        if after != before:
            path.write_text(after, "utf-8", newline="\n")


def spell_parameters(found: re.Match[str]) -> str:
    """Turn the parameters of a signature into lines: Sphinx makes a definition list without terms."""
    return re.sub(r"<dd>(.*?)</dd>", r'<span class="sig-line">\1</span>', found[1])


def write_rulebook() -> None:
    """Write a page for each topic, rule and claim, and remove obsolete pages."""
    found = pages(squeezelogic.Rulebook.default())
    listed = found[0].beneath
    made = {RULEBOOK / page.path: in_sidebar(page, listed) for page in found}
    for stale in set(RULEBOOK.rglob("*.md")) - made.keys():
        stale.unlink()
    for path, text in made.items():
        if not path.exists() or path.read_text("utf-8") != text:  # unchanged pages are not rebuilt
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")


def write_page(site: Path) -> None:
    """Write the HTML page of the default rulebook, in all of its languages."""
    made = page(squeezelogic.Rulebook.default(), languages=[ALL])
    (site / "try.html").write_text(made, "utf-8", newline="\n")


def in_sidebar(page: Page, listed: Container[str]) -> str:
    """The page; that of the rulebook with a list of its child pages for the sidebar.

    The pages of rules and claims are linked from those of topics and from the coverage only: three hundred entries in
    the sidebar of each page are too many for a reader, and took most of the time of a build.
    """
    if page.path == INDEX:
        beneath = "\n".join(f"/rulebook/{path}" for path in page.beneath)
        return f"{page.text}\n```{{toctree}}\n:hidden:\n\n{beneath}\n```\n"
    return page.text if page.path in listed else f"---\norphan: true\n---\n\n{page.text}"
