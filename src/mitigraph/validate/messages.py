"""What to say when a shape has no `sh:message`: one sentence for each kind of core constraint.

Engines word this each in their own way; here it is worded once, so that a report reads the same
whichever engine ran.

Sources:
    SHACL, section 4 (https://www.w3.org/TR/shacl/#core-components).
"""

from __future__ import annotations

from mitigraph.terms import Iri, Literal, Term, compact
from mitigraph.validate.shapes import SH_NAMESPACE, Shapes, sh

__all__ = ["default_message"]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMERIC = (_XSD + "integer", _XSD + "decimal", _XSD + "double")

#: Sentence by component; {} is the constraint's parameter, the property named second.
_SENTENCES = {
    "ClassConstraintComponent": ("each value has to be a {}", "class"),
    "DatatypeConstraintComponent": ("each value has to be a literal of type {}", "datatype"),
    "NodeKindConstraintComponent": ("each value has to be of the kind {}", "nodeKind"),
    "MinCountConstraintComponent": ("there have to be at least {} value(s)", "minCount"),
    "MaxCountConstraintComponent": ("there may be at most {} value(s)", "maxCount"),
    "MinExclusiveConstraintComponent": ("each value has to be more than {}", "minExclusive"),
    "MinInclusiveConstraintComponent": ("each value has to be at least {}", "minInclusive"),
    "MaxExclusiveConstraintComponent": ("each value has to be less than {}", "maxExclusive"),
    "MaxInclusiveConstraintComponent": ("each value may be at most {}", "maxInclusive"),
    "MinLengthConstraintComponent": ("each value needs at least {} character(s)", "minLength"),
    "MaxLengthConstraintComponent": ("each value may have at most {} character(s)", "maxLength"),
    "PatternConstraintComponent": ("each value has to match the pattern {}", "pattern"),
    "LanguageInConstraintComponent": ("each value needs one of the languages {}", "languageIn"),
    "UniqueLangConstraintComponent": ("there may be one value in each language", "uniqueLang"),
    "EqualsConstraintComponent": ("the values have to be the same as those of {}", "equals"),
    "DisjointConstraintComponent": ("no value may also be one of {}", "disjoint"),
    "LessThanConstraintComponent": ("each value has to be less than those of {}", "lessThan"),
    "LessThanOrEqualsConstraintComponent": (
        "each value may be at most those of {}",
        "lessThanOrEquals",
    ),
    "NotConstraintComponent": ("no value may conform to {}", "not"),
    "AndConstraintComponent": ("each value has to conform to all of {}", "and"),
    "OrConstraintComponent": ("each value has to conform to at least one of {}", "or"),
    "XoneConstraintComponent": ("each value has to conform to exactly one of {}", "xone"),
    "NodeConstraintComponent": ("each value has to conform to {}", "node"),
    "QualifiedMinCountConstraintComponent": (
        "at least {} value(s) have to conform to the shape inside",
        "qualifiedMinCount",
    ),
    "QualifiedMaxCountConstraintComponent": (
        "at most {} value(s) may conform to the shape inside",
        "qualifiedMaxCount",
    ),
    "ClosedConstraintComponent": ("this property is not one that the shape knows", "closed"),
    "HasValueConstraintComponent": ("one of the values has to be {}", "hasValue"),
    "InConstraintComponent": ("each value has to be one of {}", "in"),
    "SPARQLConstraintComponent": ("a rule of this shape is broken", "sparql"),
}


def default_message(shapes: Shapes, shape: Iri, component: Iri) -> str:
    """Return a sentence that says what a constraint of `shape` asks for.

    Example:
        >>> default_message(Shapes([]), Iri("urn:s"), sh("UniqueLangConstraintComponent"))
        'there may be one value in each language'
    """
    name = component.removeprefix(SH_NAMESPACE)
    sentence, parameter = _SENTENCES.get(
        name, (f"the constraint {compact(component)} is broken", "")
    )
    values = shapes.values(shape, sh(parameter))
    listed = [_say(member) for value in values for member in (shapes.members(value) or [value])]
    return sentence.format(", ".join(listed))


def _say(term: Term) -> str:
    if not isinstance(term, Literal):
        return compact(term)
    return term.value if term.datatype.startswith(_NUMERIC) else f'"{term.value}"'
