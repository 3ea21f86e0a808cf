"""CSL-YAML: the items of CSL-JSON in YAML, as pandoc keeps them in a document's metadata."""

import re
from collections.abc import Sequence
from typing import Any

import yaml

from citeman.errors import InputError
from citeman.formats.csljson import csl, read_items
from citeman.formats.cslvalues import whole_characters
from citeman.formats.parsed import Parsed
from citeman.model import Record

NAME = "csl-yaml"
SUFFIXES: tuple[str, ...] = (".yaml", ".yml")

_LOOKS = re.compile(
    r"\ufeff?\s*(?:(?:---\s|#[^\n]*\n)\s*)*(?:references:\s*(?:\n|$)|-\s+(?:id|type):\s)"
)
_FLAGS = frozenset(["circa", "comma-suffix", "static-ordering", "parse-names"])
_TRUTH = {"true": True, "false": False}


class _Loader(yaml.BaseLoader):
    """Reads every scalar but null as text (volume 012, the year 2003-05) and refuses aliases.

    A chain of aliases makes a text of a few lines fill any memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose a node that is no alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases are not read", mark)
        return super().compose_node(parent, index)


def _nothing(_loader: _Loader, _node: yaml.Node) -> None:
    return None


_NULL = "tag:yaml.org,2002:null"
_Loader.add_implicit_resolver(_NULL, re.compile(r"null\Z"), ["n"])
_Loader.add_constructor(_NULL, _nothing)


def looks_like(text: str) -> bool:
    """Tell whether the text begins a list of references, or its first item.

    >>> looks_like("---\\nreferences:\\n- id: a"), looks_like("references: see below")
    (True, False)
    """
    return _LOOKS.match(text) is not None


def read(text: str, name: str) -> Parsed:
    """Read a list of items, alone or under `references`.

    Raise InputError when the text is no YAML or no such thing.
    """
    try:
        data = whole_characters(yaml.load(text.removeprefix("\ufeff"), _Loader), text)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(
            f"{name}:{_line(error)}: this is not valid YAML ({_reason(error)})"
        ) from error
    if isinstance(data, dict):
        data = data.get("references")
    if data in (None, ""):
        data = []
    if not isinstance(data, list):
        raise InputError(f"{name}: CSL-YAML is a list of items, alone or under `references`")
    return read_items(enumerate(map(_with_flags, data), start=1), name, "item")


def write(records: Sequence[Record]) -> str:
    """Write the items under `references`, between the marks of a metadata block."""
    items = {"references": [csl(record) for record in records]}
    body = yaml.dump(items, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{body}...\n"


def _with_flags(data: Any) -> Any:
    """Read the few values that are true or false as such."""
    if isinstance(data, list):
        return [_with_flags(each) for each in data]
    if not isinstance(data, dict):
        return data
    return {
        key: _TRUTH.get(value, value)
        if key in _FLAGS and isinstance(value, str)
        else _with_flags(value)
        for key, value in data.items()
    }


class _Dumper(yaml.SafeDumper):
    """Writes values that occur twice out in full: aliases are not read by all."""

    def ignore_aliases(self, data: object) -> bool:
        """No value is written as an alias."""
        return True


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _reason(error: Exception) -> str:
    return getattr(error, "problem", None) or "nested too deeply"
