from __future__ import annotations

import pytest

from mitigraph.terms import BlankNode, Iri, Literal
from mitigraph.validate import check
from mitigraph.validate.rewriting import NotForFastError, Rewritten
from mitigraph.validate.shapes import Shapes, sh


def rewritten(shapes_of, text):
    return Rewritten(Shapes.read([shapes_of(text)]))


def test_node_becomes_a_list_of_one_that_the_shape_does_not_use(shapes_of):
    for taken, stand_in in (
        ("", "and"),
        ("sh:and ( ex:T )", "or"),
        ("sh:or () ; sh:and ()", "xone"),
    ):
        result = rewritten(shapes_of, f"ex:S sh:node ex:T ; {taken} .")
        used = {quad.predicate for quad in result.triples() if quad.subject == "urn:ex:S"}
        assert sh(stand_in) in used
        assert sh("node") not in used


def test_node_beside_all_three_is_left_to_the_judge(shapes_of):
    with pytest.raises(NotForFastError):
        rewritten(shapes_of, "ex:S sh:node ex:T ; sh:and () ; sh:or () ; sh:xone () .")


QUALIFIED = "sh:path ex:p ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:minLength 1 ]"


def test_a_qualified_shape_gets_a_probe_with_its_targets_and_parents(shapes_of):
    result = rewritten(
        shapes_of, f"ex:S sh:property ex:P . ex:P sh:targetClass ex:C ; {QUALIFIED} ."
    )
    probe = "urn:ex:P/conforming-values"
    said = {(quad.subject, quad.predicate, quad.object) for quad in result.triples()}
    assert ("urn:ex:S", sh("property"), probe) in said
    assert (probe, sh("targetClass"), "urn:ex:C") in said
    assert (probe, sh("path"), "urn:ex:p") in said


@pytest.mark.parametrize(
    "text",
    [
        f"ex:S sh:not [ {QUALIFIED} ] .",
        f"ex:S sh:or ( [ sh:property [ {QUALIFIED} ] ] ) .",
        f"ex:S sh:property [ {QUALIFIED} ; sh:qualifiedValueShapesDisjoint true ] .",
    ],
)
def test_a_qualified_shape_that_can_t_be_probed_is_left_to_the_judge(text, shapes_of):
    with pytest.raises(NotForFastError):
        rewritten(shapes_of, text)


def test_a_qualified_shape_that_is_switched_off_has_no_probe(shapes_of):
    result = rewritten(shapes_of, f"ex:S sh:targetClass ex:C ; sh:deactivated true ; {QUALIFIED} .")
    assert not any("conforming" in quad.subject for quad in result.triples())


def test_one_or_more_becomes_one_and_then_any_number(shapes_of):
    result = rewritten(shapes_of, "ex:S sh:path [ sh:oneOrMorePath ex:p ] .")
    said = {quad.predicate: quad.object for quad in result.triples()}
    assert sh("oneOrMorePath") not in said
    assert said[sh("zeroOrMorePath")] == "urn:ex:p"


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
def test_a_text_that_looks_like_a_number_is_none(engine, store_of, shapes_of):
    store = store_of('ex:a a ex:C ; ex:n "3" , 3 . ex:b a ex:C ; ex:n "3"@en .')
    bounds = "sh:minInclusive 1 ; sh:maxExclusive 5"
    shapes = [
        shapes_of(f"ex:S a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:n ; {bounds} .")
    ]
    report = check(store, shapes=shapes, engine=engine)
    assert [(r.focus, str(r.value)) for r in report.results] == [
        (Iri(f"urn:ex:{name}"), "3") for name in "aabb"
    ]
    assert len({r.component for r in report.results}) == 2


def test_a_bound_that_is_a_text_needs_no_probe(shapes_of):
    result = rewritten(shapes_of, 'ex:S sh:targetClass ex:C ; sh:path ex:p ; sh:minInclusive "a" .')
    assert not any("/texts" in quad.subject for quad in result.triples())


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
def test_conforming_values_are_counted_once(engine, store_of, shapes_of):
    """A node that is reached as a target and as a part of another shape is one node."""
    store = store_of('ex:a a ex:C ; ex:p "x" .')
    shapes = [
        shapes_of(
            f"ex:S sh:targetClass ex:C ; sh:property ex:P . "
            f"ex:P sh:targetClass ex:C ; sh:qualifiedMaxCount 1 ; {QUALIFIED} ."
        )
    ]
    assert check(store, shapes=shapes, engine=engine).conforms


@pytest.mark.parametrize("kind", ["sh:BlankNode", "sh:IRI", "sh:Literal"])
def test_each_of_several_nots_counts(kind, store_of, shapes_of):
    """The engine picks one of them by chance, so that one try would prove little."""
    store = store_of('ex:a a ex:C ; ex:p ex:b , "x" , [] .')
    kinds = " , ".join(
        f"[ sh:nodeKind {each} ]" for each in ("sh:BlankNode", "sh:IRI", "sh:Literal")
    )
    shapes = [
        shapes_of(
            f"ex:S{n} a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:not {kinds} .",
            f"{n}.ttl",
        )
        for n in range(8)
    ]
    expected = {"sh:IRI": Iri, "sh:Literal": Literal, "sh:BlankNode": BlankNode}[kind]
    report = check(store, shapes=shapes)
    assert sum(isinstance(r.value, expected) for r in report.results) == len(shapes)
