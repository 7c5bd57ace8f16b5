"""YAML as plain text values, with the line of each value, read under the law of bad input.

Scalars stay the text that they are written as: a version `1.10` is no number, a date no object.
What could hide or multiply data is refused: a key twice, aliases, merge keys, tags, a second
document. A null is empty text, as a missing value is.

Sources:
    YAML 1.2.2, chapter 3 (https://yaml.org/spec/1.2.2/), as far as PyYAML reads it.
"""

from __future__ import annotations

from typing import Any, Final

from mitigraph.errors import Code, DataError

__all__ = ["YamlMapping", "YamlSequence", "parse_yaml"]

#: What stands for no value in YAML's core schema where it is not quoted; it becomes empty text.
_NULL: Final = ("null", "Null", "NULL", "~")
#: Tags that say what a value is in any case.
_PLAIN_TAGS: Final = (
    None,
    "!",
    *(f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")),
)
#: How deep sequences and mappings may nest.
_NESTING: Final = 64


class YamlMapping(dict[str, Any]):
    """A mapping in the order of its keys; `line` is the line of the file that it starts on.

    `lines` holds the line of each key.
    """

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class YamlSequence(list[Any]):
    """A sequence; `lines` holds the line of the file that each item starts on."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


def parse_yaml(text: str, *, path: str, first_line: int = 1) -> Any:
    r"""Return what a YAML text holds: a string, a `YamlSequence` or a `YamlMapping`, nested.

    Args:
        text: One YAML document.
        path: The file that it is from, for messages.
        first_line: The line of the file that the text starts on.

    Raises:
        DataError: If it is not well-formed, is empty, or holds what is refused; with the line.

    Example:
        >>> found = parse_yaml("version: 1.10\nauthors: [a, b]", path="x.yaml")
        >>> found["version"], found["authors"], found.line
        ('1.10', ['a', 'b'], 1)
    """
    import yaml

    builder = _Builder(path, first_line)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise builder.fault(
            mark.line if mark else 0,
            f"not well-formed YAML: {' '.join(str(problem).split())}",
            "syntax",
            "look for a wrong indentation or a missing quotation mark",
        ) from error
    if builder.root is None:
        raise DataError("no YAML in it", path=path, code="empty-text", remedy="get the file anew")
    return builder.root


class _Builder:
    """Puts values together from the parser's events, without recursion and without any types."""

    def __init__(self, path: str, first_line: int) -> None:
        self.root: Any = None
        self._path, self._first_line = path, first_line
        #: The sequences and mappings that are not closed yet, and for a mapping the key that waits.
        self._open: list[YamlSequence | YamlMapping] = []
        self._keys: list[str | None] = []

    def fault(self, line: int, reason: str, code: Code, remedy: str) -> DataError:
        """Return an error; `line` counts from 0 in the text."""
        place = f"line {line + self._first_line}"
        return DataError(reason, path=self._path, place=place, code=code, remedy=remedy)

    def take(self, event: Any) -> None:
        """Take the next event."""
        import yaml

        line: int = event.start_mark.line
        if getattr(event, "tag", None) not in _PLAIN_TAGS:
            raise self.fault(
                line, f"a tag, {event.tag}", "refused", "write the value without it, in quotes"
            )
        match event:
            case yaml.ScalarEvent(value="<<", implicit=(True, _)):
                raise self.fault(line, "a merge key, <<", "refused", "write out what it stands for")
            case yaml.ScalarEvent():
                is_null = event.implicit[0] and event.value in _NULL
                self._put("" if is_null else event.value, line)
            case yaml.SequenceStartEvent():
                self._open_with(YamlSequence(), line)
            case yaml.MappingStartEvent():
                self._open_with(YamlMapping(line + self._first_line), line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._open.pop()
                self._keys.pop()
            case yaml.AliasEvent():
                raise self.fault(
                    line, f"an alias, *{event.anchor}", "refused", "write out what it stands for"
                )
            case yaml.DocumentStartEvent() if self.root is not None:
                raise self.fault(
                    line, "a second document", "refused", "put each into a file of its own"
                )

    def _open_with(self, value: YamlSequence | YamlMapping, line: int) -> None:
        if len(self._open) == _NESTING:
            raise self.fault(line, f"over {_NESTING} levels deep", "too-large", "nest it less")
        self._put(value, line)
        self._open.append(value)
        self._keys.append(None)

    def _put(self, value: Any, line: int) -> None:
        if not self._open:
            self.root = value
            return
        inside, key = self._open[-1], self._keys[-1]
        if isinstance(inside, YamlSequence):
            inside.append(value)
            inside.lines.append(line + self._first_line)
        elif key is not None:
            inside[key] = value
            self._keys[-1] = None
        elif not isinstance(value, str):
            raise self.fault(line, "a key that is no text", "schema", "write a word as key")
        elif value in inside:
            raise self.fault(line, f'the key "{value}" twice', "duplicate-id", "keep one of them")
        else:
            self._keys[-1] = value
            inside.lines[value] = line + self._first_line
