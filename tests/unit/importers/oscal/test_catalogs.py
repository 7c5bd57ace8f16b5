"""Catalogs of others: groups, controls, enhancements, and what becomes of faulty ones."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError
from mitigraph.importers.oscal import read
from mitigraph.importers.registry import ImportChoices
from mitigraph.terms import BASE, PREFIXES, Iri

SKOS, DCTERMS = PREFIXES["skos"], PREFIXES["dcterms"]
SCHEME = BASE + "scheme/acme/3"
LICENCE = {"href": "https://creativecommons.org/licenses/by/4.0/", "rel": "license"}
LABEL = {"name": "label", "value": "AC-1"}
STATEMENT = {
    "id": "ac-1_smt",
    "name": "statement",
    "prose": "Plan:",
    "parts": [
        {
            "name": "item",
            "props": [{"name": "label", "value": "a."}],
            "prose": "audit every {{ insert: param, ac-1_prm }};",
        }
    ],
}
CATALOG = {
    "uuid": "8ba42c0e-b27a-4e4d-ab38-f3e8350ae113",
    "metadata": {
        "title": "Acme controls",
        "last-modified": "2026-11-23T00:00:00Z",
        "version": "3.1",
        "oscal-version": "1.1.2",
        "links": [LICENCE],
    },
    "groups": [
        {
            "id": "ac",
            "title": "Access",
            "parts": [{"name": "overview", "prose": "Who may do what."}],
            "controls": [
                {
                    "id": "ac-1",
                    "title": "Policy",
                    "params": [{"id": "ac-1_prm", "label": "time period"}],
                    "props": [LABEL, {"name": "sort-id", "value": "ac-01"}],
                    "parts": [STATEMENT, {"name": "guidance", "prose": "Keep it short."}],
                    "links": [
                        {"href": "#au-1", "rel": "related"},
                        {"href": "#ac-1.1", "rel": "related"},
                        {"href": "#27847491-5ce1-4f6a-a1e4-9e483782f0ef", "rel": "reference"},
                    ],
                    "controls": [
                        {
                            "id": "ac-1.1",
                            "title": "Review",
                            "links": [{"href": "#ac-1", "rel": "required"}],
                            "parts": [{"name": "statement", "prose": "Review it."}],
                        }
                    ],
                }
            ],
        }
    ],
    "controls": [
        {
            "id": "au-1",
            "title": "Logs",
            "props": [{"name": "status", "value": "withdrawn"}],
            "links": [{"href": "#ac-1", "rel": "incorporated-into"}],
        }
    ],
    "back-matter": {
        "resources": [
            {
                "uuid": "27847491-5ce1-4f6a-a1e4-9e483782f0ef",
                "title": "A law",
                "rlinks": [{"href": "https://acme.example/law"}],
            }
        ]
    },
}


@pytest.fixture
def imported(reading):
    def run(catalog=CATALOG, **choices):
        return reading({"catalog": catalog}, **{"key": "acme", **choices})

    return run


def changed(change):
    catalog = copy.deepcopy(CATALOG)
    change(catalog)
    return catalog


def first(catalog):
    return catalog["groups"][0]["controls"][0]


def said(result, code, prefix, name):
    subject = f"{SCHEME}/{code}"
    return [
        str(quad.object)
        for quad in result.quads
        if (quad.subject, quad.predicate) == (subject, prefix + name)
    ]


def test_groups_controls_and_enhancements_are_controls_of_one_framework(imported):
    result = imported()
    assert (result.records, result.made, result.findings) == (4, 4, [])
    assert result.graph == BASE + "graph/acme-3"
    assert said(result, "ac-1", SKOS, "broader") == [f"{SCHEME}/ac"]
    assert said(result, "ac-1.1", SKOS, "broader") == [f"{SCHEME}/ac-1"]
    assert said(result, "au-1", SKOS, "topConceptOf") == [SCHEME]
    assert said(result, "ac-1", SKOS, "notation") == ["AC-1"]
    assert said(result, "ac", SKOS, "notation") == ["ac"]
    assert said(result, "ac", SKOS, "definition") == ["Who may do what."]


def test_a_statement_has_its_items_and_parameters(imported):
    result = imported()
    assert said(result, "ac-1", SKOS, "definition") == ["Plan:\n\na. audit every [time period];"]
    assert said(result, "ac-1", SKOS, "note") == ["Keep it short."]


def test_links_lead_to_controls_and_documents(imported):
    result = imported()
    # What stands below is related by standing there.
    assert said(result, "ac-1", SKOS, "related") == [f"{SCHEME}/au-1"]
    assert said(result, "ac-1", DCTERMS, "references") == ["https://acme.example/law"]
    assert said(result, "ac-1.1", DCTERMS, "requires") == [f"{SCHEME}/ac-1"]


def test_a_withdrawn_control_is_deprecated_and_says_what_replaced_it(imported):
    result = imported()
    assert said(result, "au-1", PREFIXES["owl"], "deprecated") == ["true"]
    assert said(result, "au-1", DCTERMS, "isReplacedBy") == [f"{SCHEME}/ac-1"]
    assert said(result, "ac-1", PREFIXES["owl"], "deprecated") == []


@pytest.mark.parametrize(
    ("links", "remarks", "choices", "kept"),
    [
        ([LICENCE], "", {}, True),
        ([LICENCE], "", {"ids_only": True}, False),
        ([], "", {}, False),
        ([], "", {"licence": Iri("https://www.usa.gov/government-works")}, True),
        ([], "", {"licence": Iri("https://acme.example/all-rights-reserved")}, False),
        ([], "Text of X, a work of the US government.", {}, True),
        ([], "This is not a work of the US government.", {}, False),
    ],
)
def test_prose_is_kept_only_if_a_licence_allows_it(imported, links, remarks, choices, kept):
    def change(catalog):
        catalog["metadata"] |= {"links": links, "remarks": remarks}

    result = imported(changed(change), **choices)
    assert ("audit every" in " ".join(said(result, "ac-1", SKOS, "definition"))) is kept
    assert said(result, "ac-1", SKOS, "prefLabel") == ["Policy"]
    expected = "Control AC-1 of Acme controls, version 3.1."
    assert kept or said(result, "ac-1", SKOS, "definition") == [expected]


def test_a_control_that_is_known_here_keeps_its_iri(imported):
    known = {"acme/3": {"AC-1": Iri(SCHEME + "/AC.1")}}
    result = imported(controls=lambda scheme: known.get(scheme, {}))
    assert said(result, "AC.1", SKOS, "notation") == ["AC-1"]
    assert said(result, "ac-1.1", SKOS, "broader") == [f"{SCHEME}/AC.1"]
    assert [one.code for one in result.findings] == ["duplicate-id"]


@pytest.mark.parametrize(
    ("change", "made", "errors", "warnings"),
    [
        (lambda c: first(c).update(id="1.1"), 2, ["bad-id", "dangling-ref"], ["dangling-ref"] * 2),
        (
            lambda c: first(c).update(id="ac"),
            2,
            ["duplicate-id", "dangling-ref"],
            ["dangling-ref"] * 2,
        ),
        (lambda c: first(c).pop("id"), 2, ["missing-field", "dangling-ref"], ["dangling-ref"] * 2),
        (lambda c: c["controls"].append("au-2"), 4, ["wrong-type"], []),
        (lambda c: c.update(controls="au-1"), 3, ["wrong-type"], ["dangling-ref"]),
        (lambda c: first(c).update(parts=[]), 4, [], ["missing-field"]),
        (
            lambda c: first(c)["parts"].append({"name": "guidance", "prose": " "}),
            4,
            [],
            ["empty-text"],
        ),
        (lambda c: first(c)["props"].append({"name": "x", "value": "y"}), 4, [], ["unknown-term"]),
        (lambda c: first(c)["links"].append({"href": "#zz-1"}), 4, [], ["dangling-ref"]),
        (lambda c: c["metadata"].pop("oscal-version"), 4, [], ["version-mismatch"]),
    ],
)
def test_what_is_wrong_is_told(imported, change, made, errors, warnings):
    result = imported(changed(change))
    assert (result.made, result.refused) == (made, len(errors))
    codes = {"error": [], "warning": []}
    for finding in result.findings:
        codes[finding.severity].append(finding.code)
    assert codes == {"error": errors, "warning": warnings}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"bomFormat": "CycloneDX"}, "mitigraph import cyclonedx"),
        ({"anything": 1}, "give an OSCAL catalog, profile or mapping collection"),
        ([], "not an OSCAL catalog"),
        ({"catalog": []}, "catalog is no object"),
        (
            {
                "component-definition": {
                    "components": [
                        {
                            "control-implementations": [
                                {"source": "nist.json", "implemented-requirements": [{}, {}]}
                            ]
                        }
                    ]
                }
            },
            "1 component with 2 implemented requirements of nist.json",
        ),
        ({"system-security-plan": {}}, "an OSCAL system-security-plan"),
        ("{", "not well-formed JSON"),
    ],
)
def test_a_file_that_is_none_of_these_is_one_clear_error(reading, document, message):
    with pytest.raises(DataError) as raised:
        reading(document)
    assert message in str(raised.value)


def places(value, at=()):
    yield at
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in items:
        yield from places(one, (*at, key))


PLACES = [one for one in places({"catalog": CATALOG}) if len(one) > 1]
JUNK = st.sampled_from([None, 7, True, "", "x", " x", [], {}, [[]], ["x"], [7], {"id": 7}, [{}]])


@given(st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
def test_wrong_types_anywhere_are_told_and_never_a_traceback(tmp_path_factory, changes):
    document = copy.deepcopy({"catalog": CATALOG})
    for place, junk in changes:
        target = document
        try:
            for key in place[:-1]:
                target = target[key]
            target[place[-1]] = copy.deepcopy(junk)
        except (KeyError, IndexError, TypeError):
            continue
    path = tmp_path_factory.getbasetemp() / "junk.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = read(path, ImportChoices(key="acme"))
    errors = [one for one in result.findings if one.severity == "error"]
    assert result.refused == len(errors)
    concepts = {
        quad.subject for quad in result.quads if quad.predicate == PREFIXES["skos"] + "inScheme"
    }
    assert len(concepts) == result.made
