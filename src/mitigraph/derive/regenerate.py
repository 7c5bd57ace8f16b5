"""Bring what is generated from the schemes up to date: classes and the import catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mitigraph.derive.classes import generate
from mitigraph.derive.importmap import catalogue, modules
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["differs", "regenerate", "write"]

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
    changed = [path for path, text in wanted.items() if differs(path, text)]
    stale = [path for path in sorted(folder.glob("*.ttl")) if path not in wanted]
    if not check:
        for path in changed:
            write(path, wanted[path])
        for path in stale:
            path.unlink()
    declared = {iri: path for iri, path in modules(ontology).items() if path.parent != folder}
    # A generated module is named after its file, so the map is known before the files are written.
    declared |= {Iri(f"{BASE}module/{path.stem}"): path for path in wanted}
    listing = catalogue(dict(sorted(declared.items())), ontology)
    target = ontology / "catalog-v001.xml"
    if differs(target, listing):
        changed.append(target)
        if not check:
            write(target, listing)
    return [*changed, *stale]


def differs(path: Path, text: str) -> bool:
    """Return whether a file has other content than it should, or is not there."""
    return not path.is_file() or path.read_text(encoding="utf-8") != text


def write(path: Path, text: str) -> None:
    """Write a file beside its place, then rename it, so that no half file is ever seen."""
    path.parent.mkdir(exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(path)
