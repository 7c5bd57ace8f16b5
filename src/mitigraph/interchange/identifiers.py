"""Identifiers that stay the same between runs and releases and that every target takes.

A code is a token of OSCAL, a ref_id of CISO Assistant, the last part of a URN and a bom-ref of
CycloneDX at once: a letter or underscore, then letters, digits, full stops, hyphens and
underscores. Where a target wants a UUID it is made from the IRI by version 5, so that the same
thing has the same one in every run.

Sources:
    OSCAL 1.2, token datatype (https://pages.nist.gov/OSCAL/reference/datatypes/#token).
    RFC 9562, section 5.5: UUID version 5.
"""

from __future__ import annotations

import re
import uuid
from typing import Final

from mitigraph.terms import BASE, Iri, scheme_path

__all__ = ["CODE", "code_of", "uuid_of"]

#: What a code looks like.
CODE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, BASE)
_MEASURE: Final = BASE + "id/measure/"
#: What a code can't hold, and the underscore that starts what stands for it.
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9.\-]")


def uuid_of(*parts: str) -> str:
    """Return the UUID of something that is named by an IRI, or by an IRI and words.

    Example:
        >>> uuid_of("https://w3id.org/mitigraph/id/measure/mit-2025/A0001")
        '3cfcf42d-9108-52c4-b5e9-a80368e4f895'
    """
    return str(uuid.uuid5(_NAMESPACE, " ".join(parts)))


def code_of(iri: Iri) -> str:
    """Return the code of a measure of mitigraph or of a concept, whoever publishes its scheme.

    A measure's is its dataset and its record number; a concept's starts with the key and the major
    version of its scheme, so that a code says which version of a taxonomy it is from.

    Raises:
        ValueError: If the IRI is none of the two.

    Example:
        >>> code_of(Iri("https://w3id.org/mitigraph/id/measure/mit-2025/A0001"))
        'mit-2025.A0001'
        >>> code_of(Iri("https://w3id.org/mitigraph/scheme/airi-mitigation/2/2.2.1"))
        'airi-mitigation-2.2.2.1'
    """
    measure = iri.removeprefix(_MEASURE) if iri.startswith(_MEASURE) else None
    for path, parts in ((measure, 2), (scheme_path(iri), 3)):
        named = (path or "").split("/", parts - 1)
        if len(named) == parts and all(named):
            *head, last = map(_escaped, named)
            code = f"{'-'.join(head)}.{last}"
            return code if CODE.fullmatch(code) else f"_{code}"
    raise ValueError(f"neither a measure nor a concept of a scheme: {iri}")


def _escaped(text: str) -> str:
    return _FOREIGN.sub(lambda match: f"_{ord(match.group()):X}_", text)
