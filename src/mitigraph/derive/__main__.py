"""Rewrite what is generated from the schemes: `python -m mitigraph.derive [--check]`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from mitigraph.derive.classes import generate
from mitigraph.derive.importmap import catalogue, modules
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["main", "regenerate"]

_INPUT: Final = Iri(BASE + "graph/schemes")


def regenerate(ontology: Path, *, check: bool = False) -> list[Path]:
    """Bring `generated/` and the import catalogue of an ontology folder up to date.

    Args:
        ontology: The folder with `core.ttl` and `schemes/`.
        check: Only find out what is out of date; write nothing.

    Returns:
        The files that were, or with `check` would be, written or removed; empty if there is nothing
        to do.
    """
    store = OxigraphStore()
    for path in (ontology / "core.ttl", *sorted((ontology / "schemes").glob("*.ttl"))):
        store.load(path.read_bytes(), rdf_format=RdfFormat.TURTLE, graph=_INPUT, base=BASE)
    folder = ontology / "generated"
    wanted = {folder / name: text for name, text in generate(store).items()}
    changed = [path for path, text in wanted.items() if _differs(path, text)]
    stale = [path for path in sorted(folder.glob("*.ttl")) if path not in wanted]
    if not check:
        for path in changed:
            _write(path, wanted[path])
        for path in stale:
            path.unlink()
    declared = {iri: path for iri, path in modules(ontology).items() if path.parent != folder}
    # A generated module is named after its file, so the map is known before the files are written.
    declared |= {Iri(f"{BASE}module/{path.stem}"): path for path in wanted}
    listing = catalogue(dict(sorted(declared.items())), ontology)
    target = ontology / "catalog-v001.xml"
    if _differs(target, listing):
        changed.append(target)
        if not check:
            _write(target, listing)
    return [*changed, *stale]


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_text(encoding="utf-8") != text


def _write(path: Path, text: str) -> None:
    """Write beside the target, then rename, so that no half file is ever seen."""
    path.parent.mkdir(exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the return value is the exit code: 1 if `--check` found something to do."""
    parser = argparse.ArgumentParser(prog="python -m mitigraph.derive", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if anything is out of date"
    )
    options = parser.parse_args(arguments)
    ontology = data_root() / "ontology"
    changed = regenerate(ontology, check=options.check)
    for path in changed:
        verb = "out of date" if options.check else "rewritten"
        sys.stdout.write(f"{verb}: {path.relative_to(ontology.parent)}\n")
    if options.check and changed:
        sys.stderr.write("run `python -m mitigraph.derive` and commit the result\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
