"""What stands under the keys of OSCAL documents that are read.

Sources:
    OSCAL 1.2, models of catalog, profile and mapping (https://pages.nist.gov/OSCAL/reference/).
"""

from __future__ import annotations

from typing import Any, Final

from mitigraph.importers.forms import NUMBER, TEXT

__all__ = ["FORMS"]

_PROP: Final = {
    "name!": TEXT,
    "value!": TEXT,
    **dict.fromkeys(("ns", "class", "group", "remarks"), TEXT),
}
_LINK: Final = {"href!": TEXT, "rel": TEXT}
_PART: Final[dict[str, Any]] = {
    "id": TEXT,
    "name!": TEXT,
    "prose": TEXT,
    "props": [_PROP],
}
_PART["parts"] = [_PART]
_PARAM: Final = {"id!": TEXT, "label": TEXT, "values": [TEXT], "select": {"choice": [TEXT]}}
_CONTROL: Final[dict[str, Any]] = {
    # Its id is checked with the record itself.
    "title": TEXT,
    "params": [_PARAM],
    "props": [_PROP],
    "links": [_LINK],
    "parts": [_PART],
}
_CONTROL.update(groups=(_CONTROL,), controls=(_CONTROL,))

_ABOUT: Final = {
    "metadata": {
        "title": TEXT,
        "version": TEXT,
        "oscal-version": TEXT,
        "remarks": TEXT,
        "links": [_LINK],
        "props": [_PROP],
        "parties": [{"name": TEXT}],
    },
    "back-matter": {
        "resources": [{"uuid!": TEXT, "title": TEXT, "rlinks": [{"href!": TEXT}], "props": [_PROP]}]
    },
}
_EXCLUDED: Final = {"with-ids": [TEXT], "matching": [{"pattern!": TEXT}]}
_IMPORT: Final = {
    "href": TEXT,
    "include-controls": ({"with-child-controls": TEXT},),
    "exclude-controls": [_EXCLUDED],
}
_RESOURCE: Final = {"href": TEXT}
_GAPS: Final = {"unmapped-controls": [{"with-ids": [TEXT]}]}
_MAP: Final = {
    "uuid": TEXT,
    "ns": TEXT,
    "remarks": TEXT,
    "props": [_PROP],
    "confidence-score": {"percentage": NUMBER},
    "qualifiers": [{"description": TEXT}],
}
_MAPPING: Final = {
    "method": TEXT,
    "props": [_PROP],
    "source-resource": _RESOURCE,
    "target-resource": _RESOURCE,
    "source-gap-summary": _GAPS,
    "target-gap-summary": _GAPS,
    "maps": (_MAP,),
}

#: The form of each document that is read.
FORMS: Final[dict[str, dict[str, Any]]] = {
    "catalog": {**_ABOUT, **_CONTROL},
    "profile": {**_ABOUT, "imports": (_IMPORT,)},
    "mapping-collection": {**_ABOUT, "provenance": {"props": [_PROP]}, "mappings": (_MAPPING,)},
}
