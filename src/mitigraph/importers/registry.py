"""The importers of other frameworks by name, each a module of its own, and what a user chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from mitigraph.errors import DataError
from mitigraph.importers.report import Imported
from mitigraph.terms import Iri, slug

__all__ = ["IMPORTERS", "ImportChoices", "Importer"]


_KEY: Final = re.compile("[a-z][a-z0-9-]*")


def _no_controls(_scheme: str) -> Mapping[str, Iri]:
    return {}


def _no_sets() -> Collection[Iri]:
    return ()


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the user of an import has chosen.

    Attributes:
        key: Key of the scheme that is made, with or without its major version ("acme/2"); None for
            the one that the file's title gives.
        title: What to call it, where the file does not say.
        version: The version of what is imported, where the file does not name it.
        licence: IRI of its licence, where the file does not name it.
        source: Where the file is from.
        ids_only: Whether to leave descriptions out and keep ids, names and links.
        module: Whether to add the header of a framework module that can ship beside the ontology.
        controls: The controls that are known here of a framework, given by the id of its scheme
            ("nist-ai-rmf/1"): IRI by notation; empty for an unknown one.
        mapping_sets: The mapping sets that are known here, by IRI.
    """

    key: str | None = None
    title: str = ""
    version: str = ""
    licence: Iri | None = None
    source: Iri | None = None
    ids_only: bool = False
    module: bool = False
    controls: Callable[[str], Mapping[str, Iri]] = _no_controls
    mapping_sets: Callable[[], Collection[Iri]] = _no_sets

    def scheme(self, key: str, major: int = 1) -> tuple[str, int]:
        """Return key and major version of the scheme to make.

        Args:
            key: The key where the user has chosen none; any text.
            major: The major version likewise.

        Raises:
            DataError: If what the user has chosen is no key.

        Example:
            >>> ImportChoices(key="acme/2").scheme("other"), ImportChoices().scheme("The Other")
            (('acme', 2), ('the-other', 1))
        """
        if self.key is None:
            return slug(key).lower() or "imported", major
        name, slash, number = self.key.partition("/")
        if not _KEY.fullmatch(name) or (slash and not re.fullmatch("[0-9]{1,9}", number)):
            raise DataError(
                f'--as "{self.key}" is no key of a scheme',
                code="bad-id",
                remedy="use lower-case letters, digits and hyphens, such as acme or acme/2",
            )
        return name, int(number) if slash else major


class _Reader(Protocol):
    """What the module of an importer has to have."""

    def read(self, path: Path, choices: ImportChoices) -> Imported:
        """Read a file or a folder."""


@dataclass(frozen=True, slots=True)
class Importer:
    """An importer.

    Args:
        name: What people call it.
        takes: What it reads, one clause: "an OSCAL catalog, profile or mapping collection (JSON)".
        example: A file name as a user would give it.
        module: The module below `mitigraph.importers` whose `read` does it.
    """

    name: str
    takes: str
    example: str
    module: str

    def read(self, path: Path, choices: ImportChoices) -> Imported:
        """Read a file or a folder.

        Raises:
            DataError: If it can't be used as a whole.
        """
        reader = cast("_Reader", import_module(f"mitigraph.importers.{self.module}"))
        return reader.read(path, choices)


#: Every importer of this kind, in the order in which they are listed.
IMPORTERS: Final = (
    Importer(
        "controls",
        "a list of controls (CSV or TSV with id, title, description, broader, source)",
        "controls.csv",
        "controls_csv",
    ),
    Importer(
        "oscal", "an OSCAL catalog, profile or mapping collection (JSON)", "catalog.json", "oscal"
    ),
    Importer("ciso-assistant", "a CISO Assistant library (YAML)", "library.yaml", "ciso_assistant"),
    Importer(
        "cyclonedx",
        "the standards and declarations of a CycloneDX BOM (JSON)",
        "standard.cdx.json",
        "cyclonedx",
    ),
    Importer("sssom", "a mapping set (SSSOM TSV, JSON or RDF)", "mappings.sssom.tsv", "sssom"),
    Importer("atlas", "MITRE ATLAS as its YAML", "ATLAS.yaml", "atlas"),
    Importer(
        "stix",
        "a STIX 2.1 bundle with courses of action, such as MITRE ATLAS",
        "stix-atlas.json",
        "stix",
    ),
    Importer("cosai", "the folder of YAML files of the CoSAI Risk Map", "risk-map/yaml", "cosai"),
    Importer("nexus", "a data file of the AI Atlas Nexus (YAML)", "controls.yaml", "nexus"),
    Importer(
        "finos",
        "the pages of the FINOS AI Governance Framework (Markdown)",
        "_mitigations",
        "finos",
    ),
    Importer(
        "eu-ai-act",
        "a list of the articles of the EU AI Act (CSV)",
        "ai_act_articles.csv",
        "eu_ai_act",
    ),
)
