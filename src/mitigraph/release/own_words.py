"""Hold every text that ships against a database: `python -m mitigraph.release.own_words FILE`.

Names of measures, codes and identifiers are facts and may be the database's; definitions, reasons,
notes and the codebook are our own words. A run of eight words that both have is a sentence taken
over.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from mitigraph.errors import MitigraphError
from mitigraph.importers.mit_database import COLUMNS
from mitigraph.reader.rows import read_rows
from mitigraph.resources import data_root, ontology_files
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, PREFIXES, Literal

__all__ = ["RUN", "main", "own_texts", "runs", "shared_runs"]

#: So many words in a row are a sentence taken over.
RUN: Final = 8
_WORD: Final = re.compile(r"\w+")
#: What is a fact and not a text of ours.
_NAMES: Final = frozenset(
    PREFIXES[prefix] + name
    for prefix, name in (
        ("skos", "prefLabel"),
        ("rdfs", "label"),
        ("dcterms", "title"),
        ("sssom", "subject_label"),
        ("sssom", "object_label"),
    )
)
#: Works of the United States government, whose titles may stand.
_PUBLIC: Final = ("nist-ai-rmf-1.ttl",)


def runs(text: str, length: int = RUN) -> Iterator[str]:
    """Yield each run of so many words of a text, in lower case, without punctuation.

    Example:
        >>> list(runs("To be, or not to be", 5))
        ['to be or not to', 'be or not to be']
    """
    found = _WORD.findall(text.casefold())
    return (" ".join(found[at : at + length]) for at in range(len(found) - length + 1))


def own_texts() -> Iterator[tuple[str, str]]:
    """Yield every text that ships, with the file that it is in: literals, tables, the codebook."""
    ontology = data_root() / "ontology"
    for path in ontology_files():
        if path.name not in _PUBLIC:
            for quad in parse(path.read_bytes(), RdfFormat.TURTLE, BASE):
                if isinstance(quad.object, Literal) and quad.predicate not in _NAMES:
                    yield path.name, quad.object.value
    for path in sorted((ontology / "coding").iterdir()):
        if path.suffix == ".tsv":
            for line in path.read_text(encoding="utf-8").splitlines():
                # A name is a cell of its own: no run goes from one cell to the next.
                cells = line.split("\t")
                names = {1} if path.name == "records.tsv" else set()
                yield from ((path.name, c) for at, c in enumerate(cells) if at not in names)
        elif path.suffix == ".md":
            yield path.name, path.read_text(encoding="utf-8")
    yield "codebook.md", (ontology / "codebook.md").read_text(encoding="utf-8")


def shared_runs(database: Path) -> list[tuple[str, str]]:
    """Return the runs of words that a text of ours shares with a definition of the database.

    Args:
        database: The CSV of mitigations.

    Returns:
        File and run, sorted; empty if no sentence was taken over.

    Raises:
        DataError: If the CSV can't be used.
    """
    taken = {
        run for row in read_rows(database, COLUMNS) for run in runs(row.cells["Action Definition"])
    }
    return sorted({(name, run) for name, text in own_texts() for run in runs(text) if run in taken})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the return value is the exit code: 1 if a run is shared, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m mitigraph.release.own_words")
    parser.add_argument("database", type=Path, help="the published CSV of mitigations")
    options = parser.parse_args(arguments)
    try:
        found = shared_runs(options.database)
    except MitigraphError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    for name, run in found:
        sys.stdout.write(f"{name}: {run}\n")
    sys.stderr.write(f"{len(found)} runs of {RUN} words are shared\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
