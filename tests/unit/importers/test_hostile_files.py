"""Whatever a file of a known form holds, it is one clear error, or every record has its account."""

from __future__ import annotations

import copy
import csv
import io
import json
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.exporters.rdf import write_rdf
from mitigraph.importers import controls_csv, cosai, eu_ai_act, nexus
from mitigraph.importers.measures_csv import Provenance, read_measures_csv, template
from mitigraph.importers.mit_database import COLUMNS, DOCUMENT_COLUMNS, read_mit_database
from mitigraph.importers.nist import read_nist_ai_600_1, read_nist_ai_rmf
from mitigraph.importers.registry import ImportChoices
from mitigraph.importers.ucf import read_credo_ucf
from mitigraph.model import Concept
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri, compact, slug

TYPE, SKOS = PREFIXES["rdf"] + "type", PREFIXES["skos"]
CHOICES = ImportChoices(licence=Iri("https://spdx.org/licenses/Apache-2.0"))
TEXTS = (
    *("", " ", "\x07", "\x1b[2J", "\u202eabc", "a\nb", "a b", "a/b", "a#b?c", "<x>", 'q"{}|^`\\'),
    *("%zz", "é", "東京", "x" * 5000, "no", "1.10", "2026-01-01", "all", "none", "-", ".", ".."),
    *("\u2028", "\ufeff", "٣", "9" * 5000, "AML.M1@" + "9" * 5000, "{{ref:" * 500, "llm99-foo"),
    *("https://w3id.org/mitigraph/id/measure/x/1", "mitigraph-a2", "nexus:", "@", ";", "=1+1"),
)
ODD = (*TEXTS, None, 0, 1.5, True, [], {}, [[]], [None], {"a": None}, ["all"], [{"id": "b"}], ["x"])
OTHER_NEXUS = {
    "taxonomies": [{"id": "acme", "name": "Acme", "version": "3", "type": "RiskTaxonomy"}],
    "groups": [{"id": "g1", "name": "G", "hasPart": ["a1"]}, {"id": "g2", "isPartOf": "g1"}],
    "entries": [{"id": "r1", "name": "Harm", "type": "Risk", "hasRelatedAction": ["a1"]}],
    "actions": [
        {"id": "a1", "name": "Test", "hasRelatedRisk": ["r1", "x"], "exact_mappings": ["nexus:r1"]}
    ],
}
OWN_NEXUS = {
    "documents": [{"id": "mitigraph-release", "name": "mitigraph", "author": "Someone"}],
    "taxonomies": [{"id": "mitigraph-topics", "name": "T", "version": "2"}],
    "groups": [{"id": "mitigraph-g1", "name": "G", "url": BASE + "scheme/topics/2/1"}],
    "actions": [
        {
            "id": f"mitigraph-a{number}",
            "name": "Act",
            "description": "Do it.",
            "url": f"{BASE}id/measure/acme/{number}",
            "isCategorizedAs": ["mitigraph-g1"],
            "hasDocumentation": ["mitigraph-source-acme"],
            "notes": [f"identifier: acme {number}", "other name: Doing", "status: preliminary"],
        }
        for number in (1, 2)
    ],
}
RISK_MAP = {
    "controls": {
        "title": "Controls",
        "categories": [
            {"id": "data", "title": "Data", "subcategory": [{"id": "inner", "title": "In"}]}
        ],
        "controls": [
            {
                "id": "clean",
                "title": "Clean",
                "description": ["Sweep ({{ref:a}}), see {{watch}}.", ["One.", "Two."]],
                "category": "data",
                "subcategory": "inner",
                "personas": ["maker"],
                "risks": ["dirt"],
                "mappings": {"mitre-atlas": ["AML.M0007@5.0.1"]},
            },
            {"id": "watch", "title": "Watch", "category": "data", "risks": "all"},
        ],
    },
    "risks": {
        "risks": [{"id": "dirt", "title": "Dirt", "category": "supply", "controls": ["clean"]}]
    },
    "personas": {"personas": [{"id": "maker", "title": "Maker"}]},
}
DATABASE = [
    list(COLUMNS),
    ["A0001_Uuk2024", "Name", "Look at\nrisks.", "Uuk2024", "1.1 Board"],
    ["A0002_New2026", "Other", "", "New2026", "X.X Other"],
]
DOCUMENTS = [
    list(DOCUMENT_COLUMNS),
    ["Uuk2024", "Title", "Uuk", "2024", "", "10.1/x", "Preprint"],
    ["New2026", "Other", "New", "2026", "", "", "Report"],
]


def resolve(facet: str, text: str) -> Concept:
    if slug(text) != text.replace("/", "-") or len(text) > 30:
        raise UnknownTermError(text, kind=facet)
    iri = Iri(f"{BASE}scheme/{text}" if "/" in text else f"{BASE}scheme/{facet}/1/{text}")
    return Concept(iri, compact(iri), text)


def of_database(path, documents=None):
    return read_mit_database(
        path, documents=documents, known=(), codes=["1.1", "X.X"], kinds={}, facts_only=False
    )


def of_documents(path):
    return of_database(written(path.with_name("database.csv"), DATABASE), path)


def of_risk_map(path):
    for name, document in RISK_MAP.items():
        if not (path.parent / f"{name}.yaml").exists():
            written(path.parent / f"{name}.yaml", document)
    return cosai.read(path.parent, CHOICES)


#: How to read, a file that is in order, its name, and what a record becomes.
CASES = {
    "cosai": (of_risk_map, RISK_MAP["controls"], "controls.yaml", None),
    "cosai-risks": (of_risk_map, RISK_MAP["risks"], "risks.yaml", None),
    "nexus": (lambda path: nexus.read(path, CHOICES), OTHER_NEXUS, "a.yaml", None),
    "nexus-own": (lambda path: nexus.read(path, CHOICES), OWN_NEXUS, "a.yaml", None),
    "nist-ai-600-1": (
        lambda path: read_nist_ai_600_1(path, ["GOVERN 1.1"]),
        {"actions": [{"id": "GV-1.1-001"}, {"id": "GV-1.1-002", "name": "x"}]},
        "a.yaml",
        SKOS + "Concept",
    ),
    "credo-ucf": (
        read_credo_ucf,
        {"actions": [{"id": f"credo-act-control-00{n}", "name": "Plan"} for n in (1, 2)]},
        "a.yaml",
        SKOS + "Concept",
    ),
    "nist-ai-rmf": (
        read_nist_ai_rmf,
        [
            ["id", "function", "level", "text"],
            ["GOVERN", "GOVERN", "function", "All."],
            ["GOVERN 1", "GOVERN", "category", "Some."],
        ],
        "a.csv",
        SKOS + "Concept",
    ),
    "eu-ai-act": (
        lambda path: eu_ai_act.read(path, CHOICES),
        [
            ["article", "title", "chapter", "section", "eli"],
            ["9", "Risks", "3", "2", "http://data.europa.eu/eli/reg/2024/1689/art_9/oj"],
            ["50", "Transparency", "4", "", ""],
        ],
        "a.csv",
        None,
    ),
    "controls": (
        lambda path: controls_csv.read(path, CHOICES),
        [
            ["id", "title", "description", "broader", "source"],
            ["A", "Policy", "", "", ""],
            ["A 1", "Review", "Look at it.", "A", ""],
            ["A-2", "Report", "", "A 1", ""],
        ],
        "a.csv",
        SKOS + "Concept",
    ),
    "csv": (
        lambda path: read_measures_csv(path, resolve, Provenance("acme", "Acme")),
        list(csv.reader(io.StringIO(template().replace("https://example.org/policy", "")))),
        "a.csv",
        MG["Measure"],
    ),
    "mit-database": (of_database, DATABASE, "a.csv", MG["Measure"]),
    "mit-documents": (of_documents, DOCUMENTS, "documents.csv", MG["Measure"]),
}


def written(path: Path, content) -> Path:
    """Write a table or, as JSON is YAML, a document."""
    if isinstance(content, list):
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([str(cell) for cell in row] for row in content)
    else:
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def places(content, above=()):
    """Yield where each value inside a document stands."""
    items = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in items:
        yield (*above, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*above, key))


def at(content, place):
    for key in place:
        content = content[key]
    return content


@st.composite
def changed(draw, content):
    """A document with up to three things wrong in it."""
    content = copy.deepcopy(content)
    for _ in range(draw(st.integers(1, 3))):
        there = list(places(content))
        if not there:
            break
        place = draw(st.sampled_from(there))
        inside, key = at(content, place[:-1]), place[-1]
        match draw(st.sampled_from(["drop", "replace", "replace", "repeat", "copy", "spoil"])):
            case "drop":
                del inside[key]
            case "replace":
                inside[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "repeat" if isinstance(inside, list):
                inside.append(copy.deepcopy(inside[key]))
            case "repeat":
                inside[draw(st.sampled_from(TEXTS))] = inside.pop(key)
            case "copy":
                inside[key] = copy.deepcopy(at(content, draw(st.sampled_from(there))))
            case "spoil" if isinstance(inside[key], str):
                cut = draw(st.integers(0, len(inside[key])))
                mark = draw(st.sampled_from("\x07\u202e \n/<-é;.(_٣"))
                inside[key] = inside[key][:cut] + mark + inside[key][cut:]
    return content


def keep_the_law(read, path, kind=None):
    try:
        result = read(path)
    except DataError as error:
        assert str(path.parent) in str(error)  # noqa: PT017 - a clear error is as good as a result
        return
    assert 0 <= result.made <= result.records
    refusals = [finding for finding in result.findings if finding.severity == "error"]
    assert bool(refusals) == bool(result.refused)
    for finding in result.findings:
        assert finding.file
        assert finding.place
        assert finding.message
        assert str(finding).isprintable()
        assert len(str(finding)) < 3000
    names = defaultdict(set)
    for quad in result.quads:
        if quad.predicate in (SKOS + "prefLabel", SKOS + "notation", MG["shortReference"]):
            names[quad.subject, quad.predicate].add(quad.object)
        if isinstance(quad.object, Iri) and quad.object.startswith(BASE):
            assert not quad.object.endswith("/")
    assert not [name for name, values in names.items() if len(values) > 1]
    if kind:
        of_kind = {q.subject for q in result.quads if q.predicate == TYPE and q.object == kind}
        assert len(of_kind) == result.made
    store, again, target = OxigraphStore(), OxigraphStore(), io.BytesIO()
    store.add(result.quads)
    write_rdf(store, RdfFormat.TURTLE, target)
    again.load(target.getvalue(), rdf_format=RdfFormat.TURTLE)
    assert len(again) == len(store)


@pytest.mark.parametrize("name", CASES)
def test_the_file_in_order_has_no_refusals(tmp_path, name):
    read, content, file, kind = CASES[name]
    path = written(tmp_path / file, content)
    assert not read(path).refused
    keep_the_law(read, path, kind)


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
def test_a_file_with_something_wrong(name, data):
    read, content, file, kind = CASES[name]
    made = data.draw(changed(content))
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(made, list):
            made = [row if isinstance(row, list) else [row] for row in made]
        keep_the_law(read, written(Path(folder) / file, made), kind)


@pytest.mark.parametrize("name", CASES)
@given(data=st.data())
def test_a_file_that_is_damaged(name, data):
    read, content, file, kind = CASES[name]
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / file, content)
        whole = path.read_bytes()
        cut = data.draw(st.integers(0, len(whole)))
        put = data.draw(
            st.sampled_from(
                [b"", b"\0", b"\xff", b'"', b"'", b"{", b"]", b"&a ", b"*a ", b"\t", b"---\n"]
            )
        )
        drop = data.draw(st.sampled_from([0, 1, 20, len(whole)]))
        path.write_bytes(whole[:cut] + put + whole[cut + drop :])
        keep_the_law(read, path, kind)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\x1f\x8b\x08\0", "é".encode("utf-16")])
def test_a_file_of_another_kind_is_one_clear_error(tmp_path, name, content):
    read, _, file, _ = CASES[name]
    (tmp_path / file).write_bytes(content)
    with pytest.raises(DataError, match=file):
        read(tmp_path / file)
