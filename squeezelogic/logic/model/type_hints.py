"""Makes type hints evaluable whose names are imported only for type checkers.

Modules import many names under `if TYPE_CHECKING:`, to load fast and without circles. `typing.get_type_hints` and its
users evaluate annotations in the namespace of the module, where these names are missing. For an `evaluable` function or
class, they are imported when its annotations are first listed.
"""

from __future__ import annotations

import sys
from collections.abc import ItemsView, Iterator, KeysView
from functools import cache
from types import FunctionType
from typing import Any, TypeVar

T = TypeVar("T")


def evaluable(public: T) -> T:
    """Make the type hints of a function, or of a class with its methods and properties, evaluable.

    Args:
        public: the function or class; it is changed and returned, so this is a decorator.
    """
    annotated: list[Any] = [public]
    for each in vars(public).values() if isinstance(public, type) else ():
        inner = (getattr(each, name, None) for name in ("__func__", "fget", "func"))  # behind a method or a property
        annotated.append(next((it for it in inner if isinstance(it, FunctionType)), each))
    for each in annotated:
        is_own = each is public or (isinstance(each, FunctionType) and each.__module__ == public.__module__)
        if is_own and not isinstance(each.__annotations__, _Annotations):
            each.__annotations__ = _Annotations(each.__annotations__)
            each.__annotations__.module = public.__module__
    return public


class _Annotations(dict[str, Any]):
    """Annotations that complete the namespace of their module when they are listed."""

    module: str

    def __iter__(self) -> Iterator[str]:
        _import_for_hints(self.module)
        return super().__iter__()

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        _import_for_hints(self.module)
        return super().keys()

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        _import_for_hints(self.module)
        return super().items()


@cache
def _import_for_hints(module: str) -> None:
    """Import into a module the names that its source imports for type checkers."""
    import ast  # noqa: PLC0415 - slow to import, and only hints need it
    import inspect  # noqa: PLC0415 - likewise

    namespace = vars(sys.modules[module])
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            exec(compile(ast.Module(node.body, []), module, "exec"), namespace)  # noqa: S102 - its own imports
