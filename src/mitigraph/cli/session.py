"""The graph that a command works on: the shipped one, the files of `-d`, or an endpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mitigraph.cli.output import note
from mitigraph.cli.progress import progress

if TYPE_CHECKING:
    from mitigraph.knowledge_graph import KnowledgeGraph

__all__ = ["SHARED_OPTIONS", "Session", "current"]

#: Options that may stand anywhere on the command line, each with a value.
SHARED_OPTIONS = ("-d", "--data", "--endpoint")


@dataclass(slots=True)
class Session:
    """What the options that hold for all commands say."""

    data: list[str] = field(default_factory=list)
    endpoint: str | None = None

    def graph(self, *, passes: bool = False) -> KnowledgeGraph:
        """Load the graph that these options name.

        Args:
            passes: Whether to load the two coding passes too; an endpoint has them or has not.

        Raises:
            MitigraphError: If a file or the endpoint can't be used.
        """
        from mitigraph.knowledge_graph import connect, load

        if self.endpoint:
            return connect(self.endpoint)
        with progress(f"loading {', '.join(self.data) or 'the graph'}"):
            kb = load(*self.data, passes=passes)
        for warning in kb.warnings:
            note(f"warning: {warning}")
        return kb


current = Session()
