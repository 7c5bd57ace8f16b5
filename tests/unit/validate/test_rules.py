from __future__ import annotations

import pytest

from mitigraph.errors import DataError, QueryError
from mitigraph.terms import BlankNode, Iri, Literal
from mitigraph.validate.prebinding import NotSetBasedError
from mitigraph.validate.rules import fill, make_rules, run_rules
from mitigraph.validate.shapes import Shapes

DATA = """
ex:a a ex:C ; ex:p 1 , "x" ; ex:q ex:b .
ex:b a ex:Sub ; ex:p 2 .
ex:c a ex:Other ; ex:p 3 ; ex:q ex:a .
ex:Sub rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:C , [ a owl:Restriction ] .
ex:d a ex:C , ex:Sub .
"""
SELECT = 'sh:sparql [ sh:prefixes ex:prefixes ; sh:select "SELECT $this WHERE { $this a ?t }" ]'


def found(store, shapes):
    return sorted(run_rules(store, shapes, make_rules(shapes)), key=str)


def foci(store, shapes):
    return [str(each.focus).removeprefix("urn:ex:") for each in found(store, shapes)]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("sh:targetClass ex:C", {"a", "b", "d"}),
        ("sh:targetClass ex:Other", {"c"}),
        ("sh:targetClass ex:None", set()),
        ("sh:targetClass ex:Other , ex:Sub", {"b", "c", "d"}),
        ("sh:targetNode ex:a", {"a"}),
        ("sh:targetNode ex:a , ex:c", {"a", "c"}),
        ("sh:targetSubjectsOf ex:q", {"a", "c"}),
        ("sh:targetObjectsOf ex:q", {"a", "b"}),
        ("sh:targetObjectsOf ex:q ; sh:targetClass ex:Other", {"a", "b", "c"}),
        ("sh:deactivated true ; sh:targetClass ex:C", set()),
    ],
)
def test_each_kind_of_target_gives_its_focus_nodes(target, expected, store_of, shapes_of):
    shapes = Shapes.read([shapes_of(f"ex:S a sh:NodeShape ; {target} ; {SELECT} .")])
    assert set(foci(store_of(DATA), shapes)) == expected


def test_an_implicit_class_target(store_of, shapes_of):
    shapes = Shapes.read([shapes_of(f"ex:C a sh:NodeShape , rdfs:Class ; {SELECT} .")])
    assert set(foci(store_of(DATA), shapes)) == {"a", "b", "d"}


def test_a_node_of_two_target_classes_is_counted_once(store_of, shapes_of):
    query = "SELECT $this (COUNT(?t) AS ?value) WHERE { $this a ?t } GROUP BY $this"
    shapes = Shapes.read(
        [shapes_of(f'ex:S sh:targetClass ex:C , ex:Sub ; sh:sparql [ sh:select "{query}" ] .')]
    )
    counts = {str(each.focus): str(each.value) for each in found(store_of(DATA), shapes)}
    assert counts == {"urn:ex:a": "1", "urn:ex:b": "1", "urn:ex:d": "2"}


def test_a_rule_inside_a_property_shape_is_about_the_same_node(store_of, shapes_of):
    query = "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(isNumeric(?value)) }"
    shapes = Shapes.read(
        [
            shapes_of(
                f"""ex:S sh:targetNode ex:a ; sh:property ex:P .
                ex:P sh:path ex:p ; sh:sparql [ sh:select "{query}" ] ."""
            )
        ]
    )
    (result,) = found(store_of(DATA), shapes)
    assert (result.focus, result.path, str(result.value)) == ("urn:ex:a", "<urn:ex:p>", "1")


def test_a_rule_two_properties_deep_is_about_the_values(store_of, shapes_of):
    shapes = Shapes.read(
        [
            shapes_of(
                f"""ex:S sh:targetNode ex:c ; sh:property [
                sh:path ( ex:q [ sh:zeroOrOnePath ex:q ] ) ;
                sh:property [ sh:path ex:p ; {SELECT} ] ] ."""
            )
        ]
    )
    assert set(foci(store_of(DATA), shapes)) == {"a", "b"}


def test_a_rule_that_other_constraints_hide_is_not_set_based(shapes_of):
    text = f"ex:S sh:targetClass ex:C ; sh:not ex:T . ex:T {SELECT} ."
    with pytest.raises(NotSetBasedError, match="reached through sh:not"):
        make_rules(Shapes.read([shapes_of(text)]))


def test_a_rule_without_focus_nodes_is_no_rule(shapes_of):
    text = f"ex:S sh:not ex:T . ex:T {SELECT} ."
    assert make_rules(Shapes.read([shapes_of(text)])) == []


def test_a_deactivated_rule_or_parent_is_no_rule(shapes_of):
    text = f"""ex:S sh:targetClass ex:C ; sh:deactivated true ;
          sh:property [ sh:path ex:p ; {SELECT} ] .
        ex:T sh:targetClass ex:C ; sh:sparql [ sh:deactivated true ;
          sh:select "SELECT $this {{}}" ] ."""
    assert make_rules(Shapes.read([shapes_of(text)])) == []


def test_shapes_that_contain_each_other_end(shapes_of):
    text = f"""ex:S sh:targetClass ex:C ; sh:path ex:q ; sh:property ex:T .
        ex:T sh:path ex:q ; sh:property ex:S ; {SELECT} ."""
    (rule,) = make_rules(Shapes.read([shapes_of(text)]))
    assert len(rule.routes) == 1


def test_solutions_become_results(store_of, shapes_of):
    query = "SELECT $this ?value ?path WHERE { $this ?path ?value . FILTER(?value = 'x') }"
    shapes = Shapes.read(
        [
            shapes_of(
                f"""ex:S sh:targetNode ex:a ; sh:message "of the shape" ; sh:sparql [
                sh:message "{{?value}} on {{$path}} of {{$this}}, {{?none}}" ;
                sh:select "{query}" ] ."""
            )
        ]
    )
    (result,) = found(store_of(DATA), shapes)
    assert (result.value, result.path) == (Literal("x"), "<urn:ex:p>")
    assert result.message == "x on urn:ex:p of urn:ex:a, {?none}"


def test_a_node_shape_without_a_value_reports_the_node(store_of, shapes_of):
    shapes = Shapes.read([shapes_of(f"ex:S sh:targetNode ex:a ; {SELECT} .")])
    (result,) = found(store_of(DATA), shapes)
    assert (result.value, result.path, result.message) == (Iri("urn:ex:a"), None, None)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT $this ('mine' AS ?message) WHERE { $this a ?t }", "mine"),
        ("SELECT $this WHERE { $this a ?t }", "of urn:ex:a"),
    ],
)
def test_the_query_s_own_message_goes_first(query, message, store_of, shapes_of):
    shapes = Shapes.read(
        [
            shapes_of(
                f"""ex:S sh:targetNode ex:a ; sh:message "of {{$this}}" ;
                sh:sparql [ sh:select "{query}" ] ."""
            )
        ]
    )
    assert [each.message for each in found(store_of(DATA), shapes)] == [message]


def test_a_query_that_names_no_node_is_refused(store_of, shapes_of):
    text = 'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT ?t WHERE { $this a ?t }" ] .'
    shapes = Shapes.read([shapes_of(text)])
    with pytest.raises(DataError, match="does not say which node is wrong"):
        found(store_of(DATA), shapes)


def test_a_malformed_query_is_named(store_of, shapes_of):
    text = 'ex:S sh:targetNode ex:a ; sh:sparql [ sh:select "SELECT $this WHERE { $this a }" ] .'
    shapes = Shapes.read([shapes_of(text)])
    with pytest.raises(QueryError, match=r"query urn:ex:S: .*in the query made from it"):
        found(store_of(DATA), shapes)


def test_templates_keep_what_has_no_value():
    assert fill("{?a}{$a} {?b} {a}", {"a": BlankNode("x")}) == "xx {?b} {a}"
