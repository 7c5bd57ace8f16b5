"""Whatever stands in a document of others: every record is made or refused, and nothing breaks."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mitigraph.errors import DataError
from mitigraph.importers import atlas, cyclonedx, oscal, stix
from mitigraph.importers.registry import ImportChoices
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import Iri, Literal, n3

CC_BY = Iri("https://creativecommons.org/licenses/by/4.0/")
METADATA = {
    "title": "Acme",
    "version": "1.0",
    "oscal-version": "1.2.1",
    "links": [{"rel": "license", "href": str(CC_BY)}],
    "parties": [{"uuid": "u-1", "name": "Acme Ltd"}],
}
CATALOG = {
    "metadata": METADATA,
    "params": [{"id": "p-1", "label": "monthly", "select": {"choice": ["a", "b"]}}],
    "groups": [
        {
            "id": "g",
            "title": "Group",
            "parts": [{"name": "overview", "prose": "All of it."}],
            "controls": [
                {
                    "id": "a-1",
                    "title": "Audit",
                    "props": [
                        {"name": "label", "value": "A.1"},
                        {"name": "tier", "ns": "urn:x", "value": "1"},
                    ],
                    "parts": [{"name": "statement", "prose": "Audit {{ insert: param, p-1 }}."}],
                    "links": [{"href": "#a-2", "rel": "related"}, {"href": "https://a.example/"}],
                },
                {"id": "a-2", "title": "Aid", "controls": [{"id": "a-2.1", "title": "More"}]},
            ],
        }
    ],
}
PROFILE = {
    "metadata": METADATA,
    "imports": [
        {
            "href": "catalog.json",
            "include-controls": [{"with-ids": ["a-1"], "matching": [{"pattern": "a-*"}]}],
            "exclude-controls": [{"with-ids": ["a-2"]}],
        }
    ],
}
COLLECTION = {
    "metadata": METADATA,
    "mappings": [
        {
            "source-resource": {"href": "one.json"},
            "target-resource": {"href": "two.json"},
            "maps": [
                {
                    "uuid": "m-1",
                    "relationship": "equal-to",
                    "sources": [{"type": "control", "id-ref": "a-1"}],
                    "targets": [{"type": "control", "id-ref": "b-1"}],
                    "confidence-score": {"percentage": 0.5},
                    "remarks": "Because.",
                }
            ],
            "source-gap-summary": {"unmapped-controls": [{"with-ids": ["a-2"]}]},
        }
    ],
}
MEASURE = {
    "bom-ref": "acme.M1",
    "identifier": "M1",
    "title": "Audit",
    "text": "Do audit.",
    "properties": [
        {"name": "mitigraph:iri", "value": "https://w3id.org/mitigraph/id/measure/acme/M1"},
        {"name": "mitigraph:actor", "value": "actor/1/developer"},
        {"name": "mitigraph:identifier", "value": "acme/M1"},
        {"name": "mitigraph:exactMatch", "value": "nist-ai-rmf/1/GOVERN-1.1"},
    ],
}
BOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"licenses": [{"license": {"id": "CC-BY-4.0"}}], "supplier": {"name": "Acme"}},
    "properties": [{"name": "mitigraph:profile:actor", "value": "actor/1/developer"}],
    "definitions": {
        "standards": [
            {"bom-ref": "own", "name": "Own", "version": "1", "requirements": [MEASURE]},
            {
                "bom-ref": "acme-2",
                "name": "Acme rules",
                "version": "2",
                "requirements": [
                    {"bom-ref": "r", "identifier": "A", "title": "All"},
                    {"bom-ref": "r1", "identifier": "A.1", "text": "Audit it.", "parent": "r"},
                ],
                "levels": [{"identifier": "L1", "requirements": ["r1"]}],
            },
        ]
    },
    "declarations": {
        "claims": [{"bom-ref": "c-1"}],
        "attestations": [
            {
                "map": [
                    {"requirement": "acme.M1", "claims": ["c-1"], "conformance": {"score": 1}},
                    {"requirement": "r1", "claims": ["c-1"], "conformance": {"score": 1}},
                ]
            }
        ],
    },
}


def _object(kind, number, code, **more):
    return {
        "type": kind,
        "id": f"{kind}--{number}",
        "name": f"Name {number}",
        "description": "Text.",
        "external_references": [{"source_name": "mitre-atlas", "external_id": code}],
        **more,
    }


BUNDLE = {
    "type": "bundle",
    "objects": [
        _object("x-mitre-tactic", 1, "AML.TA0001", x_mitre_shortname="look"),
        _object("attack-pattern", 1, "AML.T0001", kill_chain_phases=[{"phase_name": "look"}]),
        _object("attack-pattern", 2, "AML.T0001.000"),
        _object("course-of-action", 1, "AML.M0001"),
        {
            "type": "relationship",
            "id": "relationship--1",
            "relationship_type": "mitigates",
            "source_ref": "course-of-action--1",
            "target_ref": "attack-pattern--1",
        },
    ],
}
MATRICES = {
    "version": "6.1.0",
    "matrices": [
        {
            "tactics": [{"id": "AML.TA0001", "name": "Look", "description": "See."}],
            "techniques": [
                {"id": "AML.T0001", "name": "Ask", "tactics": ["AML.TA0001"]},
                {"id": "AML.T0001.000", "name": "Beg", "subtechnique-of": "AML.T0001"},
            ],
            "mitigations": [
                {
                    "id": "AML.M0001",
                    "name": "Say nothing",
                    "techniques": [{"id": "AML.T0001"}],
                    "ml-lifecycle": ["Deployment"],
                    "category": ["Policy"],
                    "ATT&CK-reference": {"url": "https://attack.example/M1"},
                }
            ],
        }
    ],
}
CASES = {
    "catalog": (oscal, {"catalog": CATALOG}),
    "profile": (oscal, {"profile": PROFILE}),
    "mapping-collection": (oscal, {"mapping-collection": COLLECTION}),
    "bom": (cyclonedx, BOM),
    "bundle": (stix, BUNDLE),
    # JSON is YAML, too.
    "matrices": (atlas, MATRICES),
}
#: What no text of a graph may ever be: a value that was none.
MARK = 918273645
VALUES = st.one_of(
    st.sampled_from(
        (
            *(MARK, True, None, [MARK], {"key": MARK}, [None], {}, [], 0),
            *("", " ", "-", "..", "a b", "#", "http://", "https://a b/<c>", "skos:a b"),
            *("\x00\x1b[2J", "\u202e", "%zz", "1" * 5000),
        )
    ),
    st.text("aB1-./#: é", max_size=6),
    st.integers(),
)


def places(value, place=()):
    yield place
    steps = (
        value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    )
    for step in steps:
        yield from places(value[step], (*place, step))


def held(document, place):
    for step in place:
        document = document[step]
    return document


@st.composite
def mutated(draw, document):
    """Return a document with one or two values replaced, left out, wrapped or given twice."""
    made = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 2))):
        found = [place for place in places(made) if place]
        if not found:
            break
        *above, last = draw(st.sampled_from(found))
        parent = held(made, above)
        match draw(st.sampled_from(["replace", "replace", "wrap", "drop", "twice"])):
            case "replace":
                parent[last] = copy.deepcopy(draw(VALUES))
            case "wrap":
                parent[last] = [parent[last]]
            case "drop":
                del parent[last]
            case "twice" if isinstance(parent, list):
                parent.append(copy.deepcopy(parent[last]))
    return made


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("mutated") / "document.json"


def check(reader, document, file):
    file.write_text(json.dumps(document), encoding="utf-8")
    try:
        result = reader.read(file, ImportChoices(licence=CC_BY))
    except DataError as error:
        if error.path == str(file) and error.place:
            return
        raise
    assert 0 <= result.made <= result.records
    refusals = [one for one in result.findings if one.severity == "error"]
    assert len({one.place for one in refusals}) == result.refused
    assert all(one.place.startswith(("/", "line ")) and one.message for one in result.findings)
    for quad in result.quads:
        for term in (quad.subject, quad.predicate, quad.object):
            n3(term)
            if isinstance(term, Literal):
                # Whatever YAML holds is text.
                assert reader is atlas or str(MARK) not in term.value
                assert term.value not in ("True", "None", "{}", "[None]")
            else:
                assert ":" in term
                assert not term.endswith("/") or not term.startswith("https://w3id.org/")
    OxigraphStore().add(result.quads)


@pytest.mark.parametrize("name", CASES)
def test_any_document_is_accounted_for(name, file):
    reader, document = CASES[name]
    check(reader, document, file)

    @given(mutated(document))
    @settings(suppress_health_check=[HealthCheck.too_slow])
    def mutations(changed):
        check(reader, changed, file)

    mutations()
