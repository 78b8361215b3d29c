"""Colours, light and dark, and the selectors that choose between the two."""

from __future__ import annotations

from collections.abc import Mapping

TONES = ("yes", "wait", "no", "stop", "plain")
"""The meaning of colours; a word and a sign always convey it too."""

LIGHT: Mapping[str, str] = {
    "paper": "#ffffff",
    "soft": "#f6f8fa",
    "ink": "#1f2328",
    "muted": "#57606a",
    "line": "#d0d7de",
    "edge": "#8c959f",
    "focus": "#0550ae",
    "yes": "#0f5323",
    "yes-paper": "#dafbe1",
    "wait": "#6b4300",
    "wait-paper": "#fff3c4",
    "no": "#0a3069",
    "no-paper": "#ddf0ff",
    "stop": "#8f0c22",
    "stop-paper": "#ffe9e6",
    "plain": "#1f2328",
    "plain-paper": "#eaeef2",
}
DARK: Mapping[str, str] = {
    "paper": "#14181d",
    "soft": "#1d232a",
    "ink": "#e6edf3",
    "muted": "#a3aeb9",
    "line": "#3a424c",
    "edge": "#7b8694",
    "focus": "#79b8ff",
    "yes": "#85e89d",
    "yes-paper": "#12301b",
    "wait": "#f0c55b",
    "wait-paper": "#342707",
    "no": "#a5d6ff",
    "no-paper": "#102a47",
    "stop": "#ffaba2",
    "stop-paper": "#421519",
    "plain": "#e6edf3",
    "plain-paper": "#2a313a",
}
# The theme of the page (furo, Jupyter, Colab, VS Code) takes precedence over the setting of the operating system.
SAYS_LIGHT = (
    "[data-theme=light]",
    "[data-jp-theme-light=true]",
    "html[theme=light]",
    "[data-vscode-theme-kind=vscode-light]",
)
SAYS_DARK = (
    "[data-theme=dark]",
    "[data-jp-theme-light=false]",
    "html[theme=dark]",
    "[data-vscode-theme-kind=vscode-dark]",
)


def colours(root: str) -> str:
    """The style sheet that defines `--sq-ink` and the other colours below a class, to match the page.

    Args:
        root: a class selector.
    """
    light, dark = _declare_palette(LIGHT, "light"), _declare_palette(DARK, "dark")
    return "\n".join(
        (
            f"{root}{{{light}}}",
            f"@media (prefers-color-scheme:dark){{{root}{{{dark}}}}}",
            f"{','.join(f'{page} {root}' for page in SAYS_LIGHT)}{{{light}}}",
            f"{','.join(f'{page} {root}' for page in SAYS_DARK)}{{{dark}}}",
        )
    )


def tones(selector: str, properties: Mapping[str, str]) -> str:
    """The style sheet that colours each tone; `{tone}` stands for it in the selector and the values."""
    rules = "".join(f"{name}:{value};" for name, value in properties.items())
    return "\n".join(f"{selector}{{{rules}}}".replace("TONE", tone) for tone in TONES)


def _declare_palette(palette: Mapping[str, str], scheme: str) -> str:
    return f"color-scheme:{scheme};" + "".join(f"--sq-{name}:{colour};" for name, colour in palette.items())
