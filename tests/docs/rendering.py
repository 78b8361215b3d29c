"""Renders Markdown as a browser does."""

from __future__ import annotations

import importlib.util
from html.parser import HTMLParser

from attrs import Factory, define
from markdown_it import MarkdownIt


def _myst() -> list[MarkdownIt]:
    """The parser of the documentation build, if it is installed."""
    if importlib.util.find_spec("myst_parser") is None:
        return []
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig  # type: ignore[import-not-found, unused-ignore]
    from myst_parser.parsers.mdit import create_md_parser  # type: ignore[import-not-found, unused-ignore]

    return [create_md_parser(MdParserConfig(), RendererHTML)]


PARSERS = [MarkdownIt("commonmark").enable(["table", "strikethrough"]), *_myst()]


@define(eq=False)
class Shown(HTMLParser):
    """The visible content: the text, its markup, and the targets of links."""

    text: str = ""
    marks: set[str] = Factory(set)
    links: list[str] = Factory(list)

    def __attrs_post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.marks.add("<!-- -->")


def shown(markdown: str, parser: MarkdownIt = PARSERS[0]) -> Shown:
    """Markdown rendered with a parser."""
    found = Shown()
    found.feed(parser.render(markdown))
    found.close()
    return found
