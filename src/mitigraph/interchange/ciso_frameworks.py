"""The frameworks that CISO Assistant ships, as far as mitigraph maps to them, and their URNs.

Names alone: whoever has CISO Assistant has the text. A framework that is not here, or whose
requirements can't be told from the codes of its controls, gets URNs of mitigraph's own.

Sources:
    CISO Assistant (https://github.com/intuitem/ciso-assistant-community), its libraries
    nist-ai-rmf-1.0 (version 1) and iso42001-2023 (version 1). Its library mitre-atlas has reference
    controls but no requirements, ai-act numbers its articles by their rows, and no library has the
    OWASP Top 10 for LLM applications, NIST AI 600-1 or the CoSAI Risk Map.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mitigraph.interchange.ciso_assistant import RESERVED_PACKAGER, urn
from mitigraph.terms import Iri, slug

__all__ = ["SHIPPED", "Target", "scheme_of", "target_of"]


@dataclass(frozen=True, slots=True)
class Target:
    """A framework as mappings of CISO Assistant name it.

    Attributes:
        library: URN of the library that it is in; None where mitigraph writes it itself.
        framework: Its URN.
        nodes: What the URNs of its requirements start with, up to the code.
    """

    library: str | None
    framework: str
    nodes: str

    def node(self, control: Iri) -> str:
        """Return the URN of the requirement that a control is.

        Example:
            >>> SHIPPED["nist-ai-rmf/1"].node(Iri("https://example.org/scheme/x/1/GOVERN-1.1"))
            'urn:intuitem:risk:req_node:nist-ai-rmf-1.0:govern-1.1'
        """
        return f"{self.nodes}{_code(control)}"


def _code(control: Iri) -> str:
    """Return the code of a control as part of a URN; what it may not hold as an underscore."""
    last = control.rpartition("/")[2]
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in last).lower()


def _shipped(name: str) -> Target:
    start = f"urn:{RESERVED_PACKAGER}:risk"
    return Target(
        f"{start}:library:{name}", f"{start}:framework:{name}", f"{start}:req_node:{name}:"
    )


#: The frameworks that CISO Assistant ships, by the id of the scheme here.
SHIPPED: Final = {
    "nist-ai-rmf/1": _shipped("nist-ai-rmf-1.0"),
    "iso-42001/2023": _shipped("iso42001-2023"),
}


def target_of(scheme: str) -> Target:
    """Return how mappings name a framework, by the id of its scheme.

    Example:
        >>> target_of("nist-ai-rmf/1").framework
        'urn:intuitem:risk:framework:nist-ai-rmf-1.0'
        >>> target_of("credo-ucf/1").framework
        'urn:mitigraph:risk:framework:credo-ucf-1'
    """
    if scheme in SHIPPED:
        return SHIPPED[scheme]
    key = scheme.replace("/", "-")
    return Target(None, urn("framework", key), urn("req_node", key) + ":")


def scheme_of(framework: str) -> str:
    """Return the id of the scheme that the URN of a framework stands for here.

    Example:
        >>> scheme_of("urn:intuitem:risk:framework:iso42001-2023")
        'iso-42001/2023'
        >>> scheme_of("urn:mitigraph:risk:framework:nist-ai-600-1-1")
        'nist-ai-600-1/1'
        >>> scheme_of("urn:acme:risk:framework:rules-1.0")
        'rules-1-0/1'
    """
    for scheme, target in SHIPPED.items():
        if target.framework == framework:
            return scheme
    name = framework.rpartition(":")[2]
    key, _, major = name.rpartition("-")
    if framework == urn("framework", name) and key and major.isdecimal():
        return f"{key}/{int(major)}"
    key = slug(name).lower().replace(".", "-").replace("_", "-").strip("-")
    return f"{key if key[:1].isalpha() else f'framework-{key}'.rstrip('-')}/1"
