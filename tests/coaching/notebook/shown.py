"""The text that a notebook shows for HTML and SVG."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from attrs import Factory, define

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"path", "rect"}


@define(eq=False)
class Page(HTMLParser):
    """The elements of a piece of HTML, their attributes, and the text between them."""

    text: str = ""
    tags: list[str] = Factory(list)
    attributes: list[tuple[str, str | None]] = Factory(list)
    styles: str = ""
    open: list[str] = Factory(list)

    def __attrs_post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            self.styles += data
        else:
            self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def page(html: str) -> Page:
    """The HTML, read; whatever is opened must be closed."""
    found = Page()
    found.feed(html)
    found.close()
    assert found.open == []
    return found


def bundle(value: Any) -> dict[str, str]:
    """What a value gives a notebook."""
    given: dict[str, str] = value._repr_mimebundle_()
    return given


def svg(text: str) -> ET.Element:
    """An SVG document, read."""
    return ET.fromstring(text)  # noqa: S314 - it is our own


def said(root: ET.Element) -> str:
    """Everything that is written in a drawing, letter by letter."""
    return "".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    """Where the boxes of a drawing lie: left, top, right, bottom."""
    found = []
    for rect in root.iter(f"{SVG}rect"):
        if "sq-box" in rect.attrib["class"]:
            x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found
