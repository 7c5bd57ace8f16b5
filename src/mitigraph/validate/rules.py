"""SHACL-SPARQL constraints over any store: one query each, for all focus nodes at once.

The query is made from the constraint's own text (see `prebinding`), so that no rule is written
twice.

Sources:
    SHACL, section 5 (https://www.w3.org/TR/shacl/#sparql-constraints); 5.3.2 for what the
    solutions become.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mitigraph.errors import DataError, QueryError
from mitigraph.store.protocol import Solutions, Store
from mitigraph.terms import Iri, Literal, Term, compact, n3
from mitigraph.validate.found import Found
from mitigraph.validate.prebinding import NotSetBasedError, set_based
from mitigraph.validate.shapes import Constraint, Shapes, Target, sh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["fill", "make_rules", "run_rules"]

_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SUBCLASS = Iri("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_COMPONENT = sh("SPARQLConstraintComponent")
_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """A way in which a shape comes to its focus nodes: a target, then the paths to go along."""

    target: Target
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint with the routes to the nodes that it is for."""

    constraint: Constraint
    routes: tuple[Route, ...]
    path: str | None


def make_rules(shapes: Shapes) -> list[Rule]:
    """Return the constraints that have focus nodes, each with the ways to them.

    Raises:
        NotSetBasedError: If a constraint's results stay inside another shape's (it is reached
            through `sh:node`, `sh:not`, `sh:or` or the like).
        DataError: If a constraint is not well-formed.
    """
    rules = []
    for constraint in shapes.constraints:
        routes = tuple(dict.fromkeys(_routes(constraint.shape, shapes, ())))
        if routes and shapes.asked_for(constraint.shape):
            # Written once without its targets: a query that can't be set-based shows here.
            set_based(
                constraint.select,
                targets="",
                shape=constraint.shape,
                path=shapes.path(constraint.shape),
            )
            rules.append(Rule(constraint, routes, shapes.path(constraint.shape)))
    return rules


def run_rules(store: Store, shapes: Shapes, rules: Sequence[Rule]) -> Iterator[Found]:
    """Yield what the rules find in all graphs of a store taken together.

    Raises:
        QueryError: If the engine refuses a rule's query.
    """
    classes = {
        route.target.term for rule in rules for route in rule.routes if route.target.kind == "class"
    }
    used = _used_classes(store, {Iri(term) for term in classes if isinstance(term, Iri)})
    for rule in rules:
        pattern = _focus_pattern(rule.routes, used)
        if pattern is None:
            continue
        constraint = rule.constraint
        text = set_based(
            constraint.select,
            targets=pattern,
            shape=constraint.shape,
            path=rule.path,
            prefixes=constraint.prefixes,
        )
        yield from _found(_select(store, text, constraint.shape), rule, shapes)


def fill(template: str, values: Mapping[str, Term]) -> str:
    """Return a message with `{?name}` and `{$name}` replaced by the values; others stay.

    Example:
        >>> fill("{$this} has no {?what}", {"this": Iri("urn:a")})
        'urn:a has no {?what}'
    """

    def value(match: re.Match[str]) -> str:
        return str(values[match[1]]) if match[1] in values else match[0]

    return _PLACEHOLDER.sub(value, template)


def _routes(
    shape: Iri, shapes: Shapes, steps: tuple[str, ...], below: tuple[Iri, ...] = ()
) -> Iterator[Route]:
    """Yield the routes to a shape's focus nodes, climbing to the shapes that it is part of."""
    if shapes.deactivated(shape) or shape in below:
        return
    for target in shapes.targets(shape):
        yield Route(target, steps)
    for parent, edge in shapes.parents.get(shape, ()):
        if edge == sh("property"):
            path = shapes.path(parent)
            above = steps if path is None else (path, *steps)
            yield from _routes(parent, shapes, above, (*below, shape))
        elif any(_routes(parent, shapes, (), (*below, shape))):
            raise NotSetBasedError(f"{compact(shape)} is reached through {compact(edge)}")


def _used_classes(store: Store, classes: set[Iri]) -> dict[Term, list[Iri]]:
    """Return for each class those of its subclasses, itself included, that have instances."""
    if not classes:
        return {}
    above: dict[Term, set[Term]] = defaultdict(set)
    for sub, sup in _select(store, f"SELECT ?b ?a {{ ?b {n3(_SUBCLASS)} ?a }}").rows:
        if isinstance(sub, Iri) and isinstance(sup, Iri):
            above[sup].add(sub)
    below: dict[Term, set[Iri]] = {}
    for each in sorted(classes):
        closure = {each}
        todo: list[Term] = [each]
        while todo:
            new = {Iri(sub) for sub in above[todo.pop()]} - closure
            closure |= new
            todo.extend(new)
        below[each] = closure
    candidates = " ".join(n3(iri) for iri in sorted(set().union(*below.values())))
    rows = _select(
        store,
        f"SELECT ?c {{ VALUES ?c {{ {candidates} }} FILTER EXISTS {{ ?x {n3(_TYPE)} ?c }} }}",
    ).rows
    inhabited = {row[0] for row in rows}
    return {each: sorted(closure & inhabited) for each, closure in below.items()}


def _focus_pattern(routes: Sequence[Route], used: Mapping[Term, Sequence[Iri]]) -> str | None:
    """Return a pattern that binds `?this` to each focus node once; None if there can be none."""
    patterns = [pattern for route in routes for pattern in _patterns(route, used)]
    if not patterns:
        return None
    if len(patterns) == 1 and not routes[0].steps and routes[0].target.kind in ("class", "node"):
        return patterns[0]
    union = " UNION ".join(f"{{ {pattern} }}" for pattern in dict.fromkeys(patterns))
    return f"{{ SELECT DISTINCT ?this WHERE {{ {union} }} }}"


def _patterns(route: Route, used: Mapping[Term, Sequence[Iri]]) -> Iterator[str]:
    first = "?this" if not route.steps else "?mitigraphFocus"
    along = ""
    if route.steps:
        along = f" {first} {' / '.join(_bracketed(step) for step in route.steps)} ?this ."
    term = route.target.term
    if route.target.kind == "class":
        for each in used.get(term, ()):
            yield f"{first} {n3(_TYPE)} {n3(each)} .{along}"
    elif route.target.kind == "node":
        yield f"VALUES {first} {{ {n3(term)} }}{along}"
    elif route.target.kind == "subjects":
        yield f"{first} {n3(term)} ?mitigraphAny .{along}"
    else:
        yield f"?mitigraphAny {n3(term)} {first} .{along}"


def _bracketed(step: str) -> str:
    return step if step.startswith("<") and step.endswith(">") and " " not in step else f"({step})"


def _select(store: Store, text: str, shape: Iri | None = None) -> Solutions:
    try:
        answer = store.query(text)
    except QueryError as error:
        raise QueryError(
            f"{error.reason}, in the query made from it:\n{text}",
            query=None if shape is None else compact(shape),
        ) from error
    if not isinstance(answer, Solutions):
        raise QueryError("a rule has to be a SELECT query", query=shape and compact(shape))
    return answer


def _found(solutions: Solutions, rule: Rule, shapes: Shapes) -> Iterator[Found]:
    shape = rule.constraint.shape
    template = shapes.message(rule.constraint.node) or shapes.message(shape)
    for row in solutions.rows:
        values = {
            name: term
            for name, term in zip(solutions.variables, row, strict=True)
            if term is not None
        }
        focus = values.get("this")
        if focus is None:
            raise DataError(
                f"the rule of {compact(shape)} does not say which node is wrong",
                code="schema",
                remedy="let its SELECT name $this",
            )
        path = values.get("path")
        value = values.get("value")
        if value is None and rule.path is None:
            value = focus
        own = values.get("message")
        message = str(own) if isinstance(own, Literal) else template and fill(template, values)
        yield Found(
            focus=focus,
            path=n3(path) if isinstance(path, Iri) else rule.path,
            value=value,
            component=_COMPONENT,
            shape=shape,
            message=message,
        )
