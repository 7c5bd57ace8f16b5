"""Bytes that don't depend on chance: the head of a Turtle document in a fixed order."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["HeaderInOrder"]

_PREFIX = re.compile(rb"@prefix ([^:]*): ")


class HeaderInOrder(io.RawIOBase):
    """A file that puts the `@prefix` lines at its head into the order of `prefixes`.

    The engine's writer takes them from a hash table. Whoever writes calls `finish` at the end.

    Args:
        target: Where the bytes go; it is not closed.
        prefixes: The prefixes in their order.
    """

    def __init__(self, target: BinaryIO, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._target = target
        self._order = {name.encode(): number for number, name in enumerate(prefixes)}
        self._head: bytearray | None = bytearray()
        self._seen = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        chunk = bytes(data)  # type: ignore[call-overload]
        if self._head is None:
            self._target.write(chunk)
        else:
            self._head += chunk
            if self._is_head_over():
                self.finish()
        return len(chunk)

    def _is_head_over(self) -> bool:
        head = self._head or b""
        while head[self._seen : self._seen + 8] == b"@prefix ":
            end = head.find(b"\n", self._seen)
            if end < 0:
                return False
            self._seen = end + 1
        return not b"@prefix ".startswith(head[self._seen : self._seen + 8])

    def finish(self) -> None:
        """Write what is held back."""
        if self._head is None:
            return
        head, self._head = bytes(self._head), None
        found = []
        while head.startswith(b"@prefix "):
            line, _, head = head.partition(b"\n")
            found.append(line)
        found.sort(key=self._rank)
        if found:
            self._target.write(b"\n".join(found) + b"\n\n")
        self._target.write(head)

    def _rank(self, line: bytes) -> tuple[int, bytes]:
        match = _PREFIX.match(line)
        return (self._order.get(match[1], len(self._order)) if match else 0, line)
