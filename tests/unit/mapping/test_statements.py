from __future__ import annotations

from collections import Counter
from dataclasses import replace

from mitigraph.mapping import NO_TERM_FOUND, mapping_sets_of, mapping_statements
from mitigraph.terms import PREFIXES, Iri, Literal, mapping_iri

OWL, SSSOM, RDF = PREFIXES["owl"], PREFIXES["sssom"], PREFIXES["rdf"]


def axioms(quads):
    return [quad.subject for quad in quads if quad.object == Iri(OWL + "Axiom")]


def test_each_mapping_is_an_axiom_with_an_iri_of_its_own(mapping_set):
    quads = list(mapping_statements(mapping_set))
    found = axioms(quads)
    assert len(set(found)) == len(mapping_set.mappings)
    for mapping in mapping_set.mappings:
        says = (mapping.subject_id, mapping.predicate_id, mapping.object_id)
        axiom = mapping_iri(mapping_set.mapping_set_id, *says)
        assert axiom in found
        said = {(q.predicate, q.object) for q in quads if q.subject == axiom}
        assert {
            (Iri(OWL + "annotatedSource"), says[0]),
            (Iri(OWL + "annotatedProperty"), says[1]),
            (Iri(OWL + "annotatedTarget"), says[2]),
            (Iri(SSSOM + "mapping_justification"), mapping.mapping_justification),
        } <= said


def test_only_an_asserted_mapping_is_a_statement(mapping_set):
    own = {mapping_set.mapping_set_id, *axioms(mapping_statements(mapping_set))}
    direct = {(q.subject, q.object) for q in mapping_statements(mapping_set)} - {
        (q.subject, q.object) for q in mapping_statements(mapping_set) if q.subject in own
    }
    assert direct == {(m.subject_id, m.object_id) for m in mapping_set.mappings if m.asserted}
    assert NO_TERM_FOUND not in {target for _, target in direct}
    assert len(direct) == 2


def test_a_property_of_somebody_else_is_kept_and_states_nothing(mapping_set):
    row = next(one for one in mapping_set.mappings if one.asserted)
    other = replace(row, predicate_id=Iri(OWL + "sameAs"))
    quads = list(mapping_statements(replace(mapping_set, mappings=(other,))))
    assert not any(q.subject == row.subject_id for q in quads)
    (read,) = mapping_sets_of(quads)
    assert read.mappings == (other,)


def test_the_set_is_described_and_names_its_mappings(mapping_set):
    quads = list(mapping_statements(mapping_set))
    this = {(q.predicate, q.object) for q in quads if q.subject == mapping_set.mapping_set_id}
    assert (Iri(RDF + "type"), Iri(SSSOM + "MappingSet")) in this
    assert (Iri(OWL + "versionInfo"), Literal("1.10")) in this
    date = Literal("2026-11-25", Iri(PREFIXES["xsd"] + "date"))
    assert (Iri(PREFIXES["dcterms"] + "created"), date) in this
    assert {o for p, o in this if p == SSSOM + "mappings"} == set(axioms(quads))


def test_one_statement_on_two_grounds_is_two_axioms(mapping_set):
    one = mapping_set.mappings[0]
    other = replace(one, mapping_justification=Iri(PREFIXES["semapv"] + "MappingReview"))
    quads = list(mapping_statements(replace(mapping_set, mappings=(one, other))))
    assert len(set(axioms(quads))) == 2
    assert max(Counter(quads).values()) == 1


def test_there_are_no_nameless_nodes(mapping_set):
    quads = list(mapping_statements(mapping_set))
    assert all(isinstance(quad.subject, Iri) for quad in quads)
    assert all(isinstance(quad.object, (Iri, Literal)) for quad in quads)
