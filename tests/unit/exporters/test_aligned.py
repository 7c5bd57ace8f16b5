"""The measures in the terms of DPV and AIRO: only terms that exist, and only what is aligned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mitigraph.errors import FaultyInputError
from mitigraph.exporters import FORMATS, aligned
from mitigraph.exporters.alignment import alignment_of, vocabulary_faults
from mitigraph.interchange import Choices
from mitigraph.model import Concept
from mitigraph.reader.bridges import bridges
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, MG, PREFIXES, Iri, Literal, Quad

DPV, TECH, AI, AIRO = (
    f"https://w3id.org/{name}#" for name in ("dpv", "dpv/tech", "dpv/ai", "airo")
)
TYPE, SUBJECT = Iri(PREFIXES["rdf"] + "type"), Iri(PREFIXES["dcterms"] + "subject")
RISK = Concept(Iri(BASE + "scheme/risk-area/1/cyber"), "risk-area/1/cyber", "Cyber")
MEANS = Concept(Iri(BASE + "scheme/measure-kind/1/technical"), "measure-kind/1/technical", "Tech")


@pytest.fixture(scope="module")
def rich(catalogue):
    """The catalogue with a measure against a risk, by technical means."""
    first = catalogue.entries[0]
    changed = replace(first, measure=replace(first.measure, risk=(RISK,), means=(MEANS,)))
    return replace(catalogue, entries=(changed, *catalogue.entries[1:]))


@pytest.fixture
def said(rich):
    def run(name, catalogue=None):
        rendered = FORMATS[name].render(catalogue or rich, Choices())
        found = {}
        for quad in parse(rendered.data, RdfFormat.TURTLE, BASE):
            found.setdefault(quad.subject, {}).setdefault(quad.predicate, set()).add(quad.object)
        return found, rendered

    return run


def test_a_measure_has_the_types_and_terms_of_dpv_that_the_alignment_gives(said, rich):
    found, rendered = said("dpv")
    first = found[rich.entries[0].iri]
    assert first[TYPE] == {
        MG["Measure"],
        Iri(DPV + "RiskMitigationMeasure"),
        Iri(DPV + "TechnicalMeasure"),
    }
    assert first[SUBJECT] == {Iri(TECH + "Developer"), Iri(AI + "DeploymentStage")}
    assert first[Iri(DPV + "mitigatesRisk")] == {RISK.iri}
    assert {Iri(DPV + "Risk"), Iri(DPV + "RiskConcept")} <= found[RISK.iri][TYPE]
    statuses = {BASE + "scheme/review-status/1/" + one for one in ("curated", "preliminary")}
    assert first[Iri(DPV + "hasStatus")] == statuses
    assert rendered.written == 3


def test_a_measure_is_a_risk_control_of_airo_and_its_risks_are_risk_concepts(said, rich):
    found, _ = said("airo")
    first = found[rich.entries[0].iri]
    assert first[TYPE] == {MG["Measure"], Iri(AIRO + "RiskControl")}
    assert first[SUBJECT] == {Iri(AIRO + "AIDeveloper")}
    for name in ("mitigatesRiskConcept", "modifiesRiskConcept"):
        assert first[Iri(AIRO + name)] == {RISK.iri}
    assert Iri(AIRO + "RiskConcept") in found[RISK.iri][TYPE]


@pytest.mark.parametrize("name", ["dpv", "airo"])
def test_labels_sources_licence_version_and_status_are_there(name, said, rich):
    found, _ = said(name)
    first = found[rich.entries[0].iri]
    terms, skos, dcat = (PREFIXES[one] for one in ("dcterms", "skos", "dcat"))
    assert first[Iri(skos + "prefLabel")] == {Literal("Red teaming", language="en")}
    assert first[Iri(skos + "altLabel")] == {Literal("Attack team", language="en")}
    assert first[Iri(skos + "editorialNote")] == {
        Literal("Rests on preliminary data.", language="en")
    }
    (source,) = first[Iri(terms + "source")]
    assert Literal("A survey", language="en") in found[source][Iri(terms + "title")]
    document = found[Iri(f"{BASE}id/distribution/topics-2/{name}")]
    assert document[Iri(terms + "license")] == {rich.release.licence}
    assert document[Iri(dcat + "version")] == {Literal("0.1.0")}
    assert {str(one) for one in document[Iri(skos + "editorialNote")]} == {"Topics is preliminary."}
    (rights,) = map(str, document[Iri(terms + "rights")])
    assert "Rights of the owner." in rights
    assert "Rights of others" in rights


@pytest.mark.parametrize("name", ["dpv", "airo"])
def test_every_match_stands_as_the_mapping_set_has_it(name, said):
    found, _ = said(name)
    developer = Iri(BASE + "scheme/actor/1/developer")
    rows = alignment_of(name).rows[developer]
    assert rows
    assert all(row.object_id in found[developer][row.predicate_id] for row in rows)


def test_what_has_no_term_is_a_loss_with_its_count(said):
    losses = {one.what: (one.count, one.kept) for one in said("airo")[1].losses}
    assert losses == {
        "categories without a term of AIRO": (3, "as-extension"),
        "actors without a term of AIRO": (1, "as-extension"),
        "stages without a term of AIRO": (1, "as-extension"),
        "functions without a term of AIRO": (1, "as-extension"),
        "means without a term of AIRO": (1, "as-extension"),
        "review statuses": (6, "as-text"),
        "expert opinions": (1, "not"),
        "crosswalk rows": (9, "not"),
    }
    assert "stages without a term of DPV" not in {one.what for one in said("dpv")[1].losses}


@pytest.mark.parametrize("name", ["dpv", "airo"])
def test_equal_catalogues_give_equal_bytes(name, rich):
    turned = replace(rich, entries=rich.entries[::-1])
    assert (
        FORMATS[name].render(rich, Choices()).data == FORMATS[name].render(turned, Choices()).data
    )


@pytest.mark.parametrize("name", ["airo", "dpv", "schema"])
def test_the_bridge_is_what_the_alignment_says(name):
    alignment = alignment_of(name)
    assert name in bridges()
    text = (data_root() / "ontology" / "bridges" / f"{name}.ttl").read_text(encoding="utf-8")
    count = text.count("rdfs:subClassOf") + text.count("rdfs:subPropertyOf")
    assert sum(map(len, alignment.above.values())) == count
    near = {row.predicate_id for rows in alignment.rows.values() for row in rows}
    assert Iri(PREFIXES["skos"] + "relatedMatch") in near or name == "schema"


@pytest.mark.parametrize(
    ("predicate", "value", "code"),
    [
        (Iri(DPV + "refersToRisk"), RISK.iri, "unknown-term"),
        (TYPE, Iri(AIRO + "Mitigation"), "unknown-term"),
        (TYPE, Iri("https://example.org/Thing"), "unknown-term"),
        (Iri("https://example.org/p"), Literal("x"), "unknown-term"),
        (Iri(PREFIXES["skos"] + "prefLable"), Literal("x"), "unknown-term"),
        (MG["actor"], Iri(BASE + "scheme/actor/1/nobody"), "dangling-ref"),
    ],
)
def test_a_term_that_does_not_exist_is_found(predicate, value, code):
    quads = [Quad(Iri("urn:x"), predicate, value), Quad(RISK.iri, TYPE, MG["RiskArea"])]
    assert [fault.code for fault in vocabulary_faults(quads)] == [code]


def test_nothing_is_written_with_a_term_that_does_not_exist(rich, monkeypatch):
    alignment = alignment_of("dpv")
    stale = replace(alignment, above={MG["Measure"]: (Iri(DPV + "Gone"),)})
    monkeypatch.setattr(aligned, "alignment_of", lambda _: stale)
    with pytest.raises(FaultyInputError, match="dpv#Gone is no term"):
        FORMATS["dpv"].render(rich, Choices())
