"""What stands under the keys of CycloneDX documents that are read.

Sources:
    CycloneDX 1.6 and 1.7, definitions and declarations (https://cyclonedx.org/docs/1.7/json/).
"""

from __future__ import annotations

from typing import Any, Final

from mitigraph.importers.forms import TEXT

__all__ = ["BOM"]

_PROPERTIES: Final = [{"name!": TEXT, "value!": TEXT}]
_REFERENCES: Final = [{"url!": TEXT}]
_NAMED: Final = {"name": TEXT}
_LICENCE: Final = {
    **dict.fromkeys(("id", "name", "url"), TEXT),
    "text": {"content": TEXT, "encoding": TEXT},
}
#: What names a requirement, its text and its parent are checked with the record itself.
_REQUIREMENT: Final = {
    "descriptions": [TEXT],
    "properties": _PROPERTIES,
    "externalReferences": _REFERENCES,
    "openCre": [TEXT],
}
_STANDARD: Final = {
    **dict.fromkeys(("name", "version", "description", "owner"), TEXT),
    "externalReferences": _REFERENCES,
    "requirements": (_REQUIREMENT,),
    "levels": ({"identifier": TEXT, "title": TEXT},),
}

#: The form of a BOM.
BOM: Final[dict[str, Any]] = {
    "metadata": {
        "licenses": [{"expression": TEXT, "license": _LICENCE}],
        "properties": _PROPERTIES,
        **dict.fromkeys(("supplier", "manufacturer", "manufacture"), _NAMED),
        "authors": [_NAMED],
    },
    "properties": _PROPERTIES,
    "definitions": {"standards": (_STANDARD,)},
    "declarations": {
        "assessors": ({"organization": _NAMED},),
        "evidence": ({"data": [{"contents": {"url": TEXT}}]},),
        "targets": {"components": [_NAMED]},
    },
}
