"""`squeezelogic completion`: completion scripts for bash, zsh and fish."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from attrs import frozen

from squeezelogic.cli.parser import Parser

SHELLS = ("bash", "zsh", "fish")
WHERE = """Load it in every new shell:
  bash: squeezelogic completion bash >> ~/.bashrc
  zsh:  squeezelogic completion zsh > "${fpath[1]}/_squeezelogic"
  fish: squeezelogic completion fish > ~/.config/fish/completions/squeezelogic.fish"""


@frozen
class Option:
    """One option: its names, its help, and its values.

    Args:
        names: `-h` and `--help`.
        about: its help, in one line.
        takes: whether it takes a value.
        needs: whether it needs one.
        words: its values, if they can be listed.
    """

    names: tuple[str, ...]
    about: str
    takes: bool
    needs: bool
    words: tuple[str, ...]


def add_completion(prog: str, _: Sequence[str]) -> Parser:
    """The parser of `completion`."""
    parser = Parser(prog, "Print the script with which a shell completes commands, options and values.", "SHELL", WHERE)
    parser.set_defaults(run=lambda options: SCRIPTS[options.shell]())
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser


def _list_commands() -> dict[str, str]:
    from squeezelogic.cli.main import modules  # noqa: PLC0415 - it imports this module for the command

    return {name: about for name, (_, about) in modules().items()}


def _list_options(command: str) -> list[Option]:
    """The options of a command, about the default rulebook's facts."""
    from squeezelogic.cli.main import declared  # noqa: PLC0415 - as above

    parser = declared(command)
    found = []
    for action in parser.actions():
        names = tuple(action.option_strings)
        if names:
            words = parser.words.get(names[-1]) or tuple(map(str, action.choices or ()))
            takes = action.nargs != 0
            found.append(
                Option(names, _shorten_help(action.help or ""), takes, takes and action.nargs is None, tuple(words))
            )
    return found


_HARMLESS = str.maketrans({"'": "’", '"': "”", "\\": "/", ":": ",", "`": "", "$": "", "[": "(", "]": ")"})


def _shorten_help(text: str) -> str:
    """Help on one short line, without characters that are special to a shell."""
    plain = text.replace("%%", "%").partition(" [")[0].translate(_HARMLESS)
    return plain if len(plain) <= 70 else plain[:69] + "…"


def _write_bash() -> str:
    values, flags = [], []
    for command in _list_commands():
        options = _list_options(command)
        names = " ".join(name for option in options for name in option.names)
        flags.append(f'    {command}) offered="{names}" ;;')
        for option in options:
            patterns = "|".join(f"{command}:{name}" for name in option.names)
            if option.words:
                values.append(f'    {patterns}) words="{" ".join(option.words)}" ;;')
            elif option.needs:
                values.append(f"    {patterns}) files=1 ;;")
    listed = " ".join(_list_commands())
    return BASH.format(commands=listed, values="\n".join(values), flags="\n".join(flags))


def _write_zsh() -> str:
    values, flags = [], []
    for command in _list_commands():
        options = _list_options(command)
        described = " ".join(f"'{name}:{option.about}'" for option in options for name in option.names)
        flags.append(f"    {command}) offered=({described}) ;;")
        for option in options:
            patterns = "|".join(f"{command}:{name}" for name in option.names)
            if option.words:
                values.append(f"    {patterns}) found=({' '.join(option.words)}) ;;")
            elif option.needs:
                values.append(f"    {patterns}) _files; return ;;")
    listed = "\n".join(f"    '{name}:{_shorten_help(about)}'" for name, about in _list_commands().items())
    return ZSH.format(commands=listed, values="\n".join(values), flags="\n".join(flags))


def _write_fish() -> str:
    return "\n".join(
        ["# fish completion of squeezelogic", "complete -c squeezelogic -n __fish_use_subcommand -f", *_fish_lines()]
    )


def _fish_lines() -> Iterator[str]:
    for name, about in _list_commands().items():
        yield f"complete -c squeezelogic -n __fish_use_subcommand -f -a {name} -d '{_shorten_help(about)}'"
    for name in _list_commands():
        seen = f"complete -c squeezelogic -n '__fish_seen_subcommand_from {name}'"
        for option in _list_options(name):
            spelt = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option.names)
            words = f" -a '{' '.join(option.words)}'" if option.words else ""
            takes = (" -x" if option.words else " -r") if option.needs else " -f" if option.takes else ""
            yield f"{seen} {spelt}{takes}{words} -d '{option.about}'"


BASH = """# bash completion of squeezelogic
_squeezelogic() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
  local command="" words="" offered="" files="" done="" i
  COMPREPLY=()
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $before == "=" ]]; then
    before=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${{COMP_WORDS[i]}} != -* ]]; then
      command=${{COMP_WORDS[i]}}
      break
    fi
  done
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W "{commands} --help --version --color" -- "$current"))
    return
  fi
  case $command:$before in
{values}
  esac
  if [[ -n $words ]]; then
    if [[ $current == *,* ]]; then
      done=${{current%,*}},
      current=${{current##*,}}
    fi
    COMPREPLY=($(compgen -P "$done" -W "$words" -- "$current"))
    return
  fi
  if [[ $current == -* && -z $files ]]; then
    case $command in
{flags}
    esac
    COMPREPLY=($(compgen -W "$offered" -- "$current"))
    return
  fi
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}}
complete -F _squeezelogic squeezelogic"""

ZSH = """#compdef squeezelogic
# zsh completion of squeezelogic
_squeezelogic() {{
  local command="" before=${{words[CURRENT-1]}} word
  local -a commands found offered
  commands=(
{commands}
  )
  for word in ${{words[2,CURRENT-1]}}; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
  if [[ -z $command ]]; then
    _describe -t commands command commands
    return
  fi
  if [[ $PREFIX == --*=* ]]; then
    before=${{PREFIX%%=*}}
    compset -P '*='
  fi
  case $command:$before in
{values}
  esac
  if (( $#found )); then
    compset -P '*,'
    compadd -a found
    return
  fi
  if [[ $PREFIX == -* ]]; then
    case $command in
{flags}
    esac
    _describe -o option offered
    return
  fi
  _files
}}
if [[ $funcstack[1] == _squeezelogic ]]; then
  _squeezelogic "$@"
else
  compdef _squeezelogic squeezelogic
fi"""

SCRIPTS = {"bash": _write_bash, "zsh": _write_zsh, "fish": _write_fish}
