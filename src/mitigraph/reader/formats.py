"""Which serialisation a file is in, told by the ending of its name."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from mitigraph.errors import UnsupportedFormatError
from mitigraph.store.protocol import RdfFormat

__all__ = ["GZIP", "rdf_format_of"]

GZIP: Final = ".gz"


def rdf_format_of(name: str | PurePath) -> RdfFormat:
    """Return the serialisation of a file by the ending of its name, or by a format's own name.

    A further ending `.gz` (compressed by gzip) changes nothing; case does not matter.

    Args:
        name: A path or file name ("acme.ttl.gz"), or a name as on the command line ("turtle").

    Raises:
        UnsupportedFormatError: If neither the ending nor the name is known.

    Example:
        >>> rdf_format_of("data/Acme.TTL.gz").label
        'turtle'
        >>> rdf_format_of("jsonld").label
        'jsonld'
    """
    text = PurePath(name).name.lower().removesuffix(GZIP)
    ending = text.rpartition(".")[2]
    for rdf_format in RdfFormat:
        if ending in rdf_format.endings or text == rdf_format.label:
            return rdf_format
    known = [
        f"{rdf_format.label} ({', '.join('.' + ending for ending in rdf_format.endings)})"
        for rdf_format in RdfFormat
    ]
    raise UnsupportedFormatError(str(name), known=known)
