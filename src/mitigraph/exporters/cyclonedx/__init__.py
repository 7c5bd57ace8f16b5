"""A CycloneDX BOM: a standard of requirements, and with a profile the declarations on them.

The document is of version 1.6; with that number changed it is one of 1.7 as well.

Sources:
    CycloneDX 1.6 and 1.7, definitions and declarations (https://cyclonedx.org/docs/1.7/json/).
"""

from __future__ import annotations

from mitigraph.exporters.cyclonedx.declarations import declarations
from mitigraph.exporters.cyclonedx.document import finished, head
from mitigraph.exporters.cyclonedx.standard import losses, standard
from mitigraph.interchange.account import Rendered
from mitigraph.interchange.catalogue import Catalogue, Choices

__all__ = ["render"]


def render(catalogue: Catalogue, choices: Choices) -> Rendered:
    """Return the BOM.

    Raises:
        DataError: If the profile speaks of none of the measures.
        FaultyInputError: If it would have faults that CycloneDX's schema lets pass.
    """
    profile = choices.profile
    document = head(catalogue, choices)
    document["definitions"] = {"standards": [standard(catalogue, choices)]}
    lost = losses(catalogue, choices)
    if profile:
        said, more = declarations(catalogue, profile)
        document |= said
        lost += more
    return Rendered.of(finished(document), len(catalogue.entries), lost)
