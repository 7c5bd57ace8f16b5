"""Rewrite what ships but is not authored: `python -m mitigraph.release [--check]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mitigraph.derive.regenerate import differs, regenerate, write
from mitigraph.exporters.mappings import generate_mappings
from mitigraph.release.crosswalk import crosswalk_files
from mitigraph.release.derived import derived_statements
from mitigraph.release.tables import coded_data
from mitigraph.resources import data_root, derived_file

__all__ = ["main", "release"]


def release(ontology: Path, *, check: bool = False) -> list[Path]:
    """Bring all files of an ontology folder that are made from others up to date.

    Args:
        ontology: The folder.
        check: Only find out what is out of date; write nothing.

    Returns:
        The files that were, or with `check` would be, written or removed; empty if there is nothing
        to do.

    Raises:
        DataError: If a file that they are made from is not sound.
    """
    changed: list[Path] = []

    def bring(path: Path, text: str) -> None:
        if differs(path, text):
            changed.append(path)
            if not check:
                write(path, text)

    coded = coded_data(ontology)
    for path, document in (coded | crosswalk_files(ontology, coded)).items():
        bring(path, document.decode())
    for name, text in generate_mappings(ontology / "mappings").items():
        bring(ontology / "mappings" / name, text)
    # The catalogue lists the modules that are there; what is derived follows from all of them.
    changed += regenerate(ontology, check=check)
    bring(derived_file(ontology), derived_statements(ontology).decode())
    return changed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the return value is the exit code: 1 if `--check` found something to do."""
    parser = argparse.ArgumentParser(prog="python -m mitigraph.release", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if anything is out of date"
    )
    options = parser.parse_args(arguments)
    ontology = data_root() / "ontology"
    changed = release(ontology, check=options.check)
    for path in changed:
        verb = "out of date" if options.check else "rewritten"
        sys.stdout.write(f"{verb}: {path.relative_to(ontology.parent)}\n")
    if options.check and changed:
        sys.stderr.write("run `python -m mitigraph.release` and commit the result\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
