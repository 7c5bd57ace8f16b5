from __future__ import annotations

import pytest

from mitigraph.terms import Iri
from mitigraph.validate.messages import default_message
from mitigraph.validate.shapes import Shapes, sh


@pytest.mark.parametrize(
    ("constraint", "component", "message"),
    [
        ("sh:minCount 2", "MinCount", "there have to be at least 2 value(s)"),
        ('sh:in ( "a" ex:b 1.5 )', "In", 'each value has to be one of "a", urn:ex:b, 1.5'),
        ("sh:class skos:Concept", "Class", "each value has to be a skos:Concept"),
        ('sh:hasValue "x"@en', "HasValue", 'one of the values has to be "x"'),
        ("", "Closed", "this property is not one that the shape knows"),
        ("", "Mystery", "the constraint sh:MysteryConstraintComponent is broken"),
    ],
)
def test_a_shape_without_a_message_is_explained(constraint, component, message, shapes_of):
    shapes = Shapes.read([shapes_of(f"ex:S a sh:PropertyShape ; {constraint} .")])
    iri = sh(f"{component}ConstraintComponent")
    assert default_message(shapes, Iri("urn:ex:S"), iri) == message
