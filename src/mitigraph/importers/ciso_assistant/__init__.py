"""CISO Assistant in: frameworks, reference controls and threats become schemes, mappings sets.

A library that mitigraph wrote gives its measures and mapping sets back.

Sources:
    CISO Assistant (https://github.com/intuitem/ciso-assistant-community), library loader and models
    of its backend. It has no schema; what is wrong is found by checks of mitigraph's own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mitigraph.importers.ciso_assistant.document import Library
from mitigraph.importers.ciso_assistant.framework import read_frameworks
from mitigraph.importers.ciso_assistant.mapping import read_mappings
from mitigraph.importers.ciso_assistant.own import read_measures, read_own_mappings
from mitigraph.importers.provenance import origin_statements
from mitigraph.importers.recognition import wrong_document
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.report import Imported
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, parse_yaml
from mitigraph.terms import BASE, Iri

__all__ = ["read"]

_EXPECTED: Final = "a CISO Assistant library with frameworks, controls, threats or mapping sets"


def read(path: Path, choices: ImportChoices) -> Imported:
    """Read a library.

    Args:
        path: The file, YAML.
        choices: What the user has chosen.

    Returns:
        What was made of it, and the account of all requirements, reference controls, threats and
        mappings; of a library that mitigraph wrote, of all measures or mappings.

    Raises:
        DataError: If the file can't be read or is no library of such objects.
    """
    content = parse_yaml(read_text(path), path=str(path))
    if not isinstance(content, YamlMapping) or not isinstance(content.get("objects"), YamlMapping):
        raise wrong_document(content, path=str(path), expected=_EXPECTED)
    library = Library(path, content, choices)
    if not library.records:
        raise wrong_document({}, path=str(path), expected=_EXPECTED)
    result = Imported("records")
    result.graph = Iri(f"{BASE}graph/ciso-assistant-{library.key}")
    parts: list[Iri] = []
    if library.own and library.of_kind("set"):
        parts = read_own_mappings(library, result)
    elif library.own:
        read_measures(library, result)
    else:
        parts = [*read_frameworks(library, result), *read_mappings(library, result)]
    library.tell_rest(result)
    result.quads.extend(origin_statements(result.graph, library.origin, parts=parts))
    return result
