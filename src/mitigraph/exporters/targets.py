"""The formats of other frameworks that the graph is exported to, each a module of its own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, cast

from mitigraph.interchange import Catalogue, Choices, Rendered

__all__ = ["TARGETS", "Target"]


class _Renderer(Protocol):
    """What the module of a target has to have."""

    def render(self, catalogue: Catalogue, choices: Choices) -> Rendered:
        """Return the finished file."""


@dataclass(frozen=True, slots=True)
class Target:
    """A format of another framework.

    Args:
        name: What people call it.
        media_type: Its media type.
        holds: What a file of it holds, one clause.
        unit: What `Rendered.written` counts.
        module: The module below `mitigraph.exporters` whose `render` makes it.
        endings: File endings that mean this format and no other; mostly none, for a `.json` or
            `.yaml` can be any.
    """

    name: str
    media_type: str
    holds: str
    unit: str
    module: str
    endings: tuple[str, ...] = ()

    def render(self, catalogue: Catalogue, choices: Choices) -> Rendered:
        """Return the finished file.

        Raises:
            FaultyInputError: If the catalogue can't be said in this format.
        """
        module = cast("_Renderer", import_module(f"mitigraph.exporters.{self.module}"))
        return module.render(catalogue, choices)


#: Every target, in the order in which they are listed.
TARGETS: Final = (
    Target(
        "sssom", "text/tab-separated-values", "the crosswalks as SSSOM 1.1", "mappings", "sssom.tsv"
    ),
    Target(
        "sssom-json",
        "application/json",
        "the crosswalks as SSSOM 1.1 JSON",
        "mappings",
        "sssom.json",
    ),
    Target(
        "sssom-rdf", "text/turtle", "the crosswalks as SSSOM 1.1 Turtle", "mappings", "sssom.rdf"
    ),
    Target(
        "ciso-assistant",
        "application/yaml",
        "a CISO Assistant library: framework and reference controls",
        "measures",
        "ciso_assistant.framework",
    ),
    Target(
        "ciso-assistant-mapping",
        "application/yaml",
        "a CISO Assistant library: mapping sets, each with its reverse",
        "mappings",
        "ciso_assistant.mapping",
    ),
    Target("oscal-catalog", "application/json", "an OSCAL catalog", "measures", "oscal.catalog"),
    Target(
        "oscal-profile",
        "application/json",
        "an OSCAL profile that picks the measures",
        "measures",
        "oscal.profile",
    ),
    Target(
        "oscal-mapping",
        "application/json",
        "an OSCAL mapping collection",
        "mappings",
        "oscal.mapping",
    ),
    Target(
        "oscal-component",
        "application/json",
        "an OSCAL component definition of what a profile has in place",
        "measures",
        "oscal.component",
    ),
    Target(
        "cyclonedx",
        "application/vnd.cyclonedx+json",
        "a CycloneDX standard; with a profile its declarations",
        "measures",
        "cyclonedx",
    ),
    Target("dpv", "text/turtle", "the measures in the terms of DPV", "measures", "dpv"),
    Target("airo", "text/turtle", "the measures in the terms of AIRO", "measures", "airo"),
    Target(
        "nexus",
        "application/yaml",
        "the measures as AI Atlas Nexus loads them",
        "measures",
        "nexus",
    ),
    Target(
        "stix", "application/json", "a STIX 2.1 bundle of courses of action", "measures", "stix"
    ),
    Target("dcat", "text/turtle", "a DCAT description of the data set", "distributions", "dcat"),
    Target(
        "schema-org",
        "application/ld+json",
        "a schema.org Dataset and DefinedTermSet",
        "measures",
        "schema_org",
    ),
    Target(
        "spdx",
        "application/ld+json",
        "an SPDX 3.0.1 document: measures, or with a profile its system, annotated",
        "measures",
        "spdx",
    ),
)
