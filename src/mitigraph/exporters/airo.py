"""The measures in the terms of AIRO 1.0, as Turtle.

A measure is what the bridge says: a risk control. Its risk areas are typed as risk concepts, for
AIRO's properties from a control to a risk concept have that range. AIRO has no term for stages, for
the means of a measure or for review. See `mitigraph.exporters.aligned` for actors.

Sources:
    AI Risk Ontology 1.0 (https://w3id.org/airo).
"""

from __future__ import annotations

from mitigraph.exporters.aligned import rendered
from mitigraph.interchange import Catalogue, Choices, Rendered

__all__ = ["render"]


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        FaultyInputError: If it would hold a term that AIRO does not have.
    """
    return rendered(catalogue, "airo", "AIRO")
