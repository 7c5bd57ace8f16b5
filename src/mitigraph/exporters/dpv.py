"""The measures in the terms of DPV 2.3, as Turtle.

A measure is what the bridge says: a risk mitigation measure, a technical, organisational or legal
one by its means, a monitoring control by its category. `dpv:mitigatesRisk` leads to its risk areas,
which are typed as risks here; `dpv:hasStatus` to its review status. See
`mitigraph.exporters.aligned` for actors and stages.

Sources:
    Data Privacy Vocabulary 2.3 with its extensions risk, tech, ai and eu-aiact
    (https://w3id.org/dpv).
"""

from __future__ import annotations

from mitigraph.exporters.aligned import rendered
from mitigraph.interchange import Catalogue, Choices, Rendered

__all__ = ["render"]


def render(catalogue: Catalogue, _choices: Choices) -> Rendered:
    """Return the finished file.

    Raises:
        FaultyInputError: If it would hold a term that DPV does not have.
    """
    return rendered(catalogue, "dpv", "DPV")
