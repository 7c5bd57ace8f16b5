"""What mappings say that can't all be meant: found without a reasoner, told by the rows.

The properties of SKOS mappings carry over: exact, close and related matches hold both ways, a
narrow match is a broad one seen from the other end, and exact matches chain.

Sources:
    SKOS Reference (https://www.w3.org/TR/skos-reference/), section 10, S39 to S46 (mapping
    properties), and section 8, S27 (`skos:related` and what `skos:broader` leads to are disjoint).
    qSKOS, check "mapping clash" (https://github.com/cmader/qSKOS/wiki/Quality-Issues).
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from mitigraph.mapping.findings import Finding, Severity
from mitigraph.mapping.mapping_set import NO_TERM_FOUND
from mitigraph.mapping.term_list import namespace_of
from mitigraph.terms import PREFIXES, Iri

__all__ = ["Claim", "contradictions"]

_SKOS: Final = PREFIXES["skos"]
_EXACT, _CLOSE, _BROAD, _NARROW, _RELATED = (
    Iri(f"{_SKOS}{name}Match") for name in ("exact", "close", "broad", "narrow", "related")
)
_INVERSE: Final = {
    _EXACT: _EXACT,
    _CLOSE: _CLOSE,
    _RELATED: _RELATED,
    _BROAD: _NARROW,
    _NARROW: _BROAD,
}
_REREAD: Final = "look at both rows again and keep the one that is meant"


class Claim(NamedTuple):
    """What a row says: that a predicate holds between two terms, or that it does not."""

    subject: Iri
    predicate: Iri
    object: Iri
    denied: bool
    file: str
    line: int | None

    @property
    def where(self) -> str:
        """The row, as a person says it."""
        return f"{self.file}, line {self.line}" if self.line else self.file

    @property
    def words(self) -> str:
        """What it says, in short."""
        return f"{self.predicate.removeprefix(_SKOS)} {self.object}"


def contradictions(claims: Sequence[Claim]) -> list[Finding]:
    """Return what contradicts itself in claims, of one file or of several together.

    Each finding is told at the later of its rows and names the earlier one.

    Example:
        >>> a, b = Iri("https://example.org/a"), Iri("https://example.org/x/b")
        >>> said = [Claim(a, _EXACT, b, False, "f.tsv", 5), Claim(b, _NARROW, a, False, "f.tsv", 6)]
        >>> [(one.code, one.line) for one in contradictions(said)]
        [('S46', 6)]
    """
    terms = [claim for claim in claims if NO_TERM_FOUND not in (claim.subject, claim.object)]
    skos = [one for one in terms if not one.denied and one.predicate in _INVERSE]
    exact = _ExactMatches(skos)
    return [
        *_denied(terms),
        *_clashes(skos, exact),
        *_cycles(skos, exact),
        *_two_exact(skos),
        *_disagreeing(skos),
    ]


def _forward(claim: Claim) -> tuple[Iri, Iri, Iri]:
    """Return the statement in the one of its two readings that is the same for both."""
    inverse = _INVERSE.get(claim.predicate)
    if inverse is None:
        return (claim.subject, claim.predicate, claim.object)
    turned = (claim.object, inverse, claim.subject)
    return min((claim.subject, claim.predicate, claim.object), turned)


def _denied(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield what is asserted and denied, one finding a statement."""
    first: dict[tuple[tuple[Iri, Iri, Iri], bool], Claim] = {}
    told: set[tuple[Iri, Iri, Iri]] = set()
    for claim in claims:
        says = _forward(claim)
        other = first.get((says, not claim.denied))
        if other is not None and says not in told:
            told.add(says)
            yield _finding(
                "asserted-and-denied",
                claim,
                f"{claim.subject} {claim.words} is asserted and denied; the other: {other.where}",
            )
        first.setdefault((says, claim.denied), claim)


class _ExactMatches:
    """The terms that exact matches join, directly or through others."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._next: dict[Iri, dict[Iri, Claim]] = defaultdict(dict)
        for claim in claims:
            if claim.predicate == _EXACT:
                self._next[claim.subject].setdefault(claim.object, claim)
                self._next[claim.object].setdefault(claim.subject, claim)
        self._of: dict[Iri, Iri] = {}
        for start in self._next:
            if start in self._of:
                continue
            waiting = [start]
            while waiting:
                term = waiting.pop()
                if term not in self._of:
                    self._of[term] = start
                    waiting.extend(self._next[term])

    def __call__(self, term: Iri) -> Iri:
        """Return the term that stands for all that are joined to this one."""
        return self._of.get(term, term)

    def chain(self, start: Iri, end: Iri) -> list[Claim]:
        """Return the fewest rows that join two terms."""
        before: dict[Iri, tuple[Iri, Claim]] = {}
        waiting = deque([start])
        while waiting and end not in before:
            term = waiting.popleft()
            for other, claim in self._next[term].items():
                if other not in before and other != start:
                    before[other] = (term, claim)
                    waiting.append(other)
        rows: list[Claim] = []
        while end != start:
            end, claim = before[end]
            rows.append(claim)
        return rows[::-1]


def _clashes(claims: Sequence[Claim], exact: _ExactMatches) -> Iterator[Finding]:
    """Yield pairs that are the same and yet broader or related (S46), or both of these (S27)."""
    broad: dict[tuple[Iri, Iri], Claim] = {}
    related: dict[tuple[Iri, Iri], Claim] = {}
    for claim in claims:
        if claim.predicate in (_EXACT, _CLOSE):
            continue
        one, other = claim.subject, claim.object
        if one == other:
            yield _finding("to-itself", claim, f"{one} is matched to itself")
            continue
        if exact(one) == exact(other):
            rows = exact.chain(one, other)
            through = "; ".join(row.where for row in rows)
            yield _finding(
                "S46",
                claim,
                f"{one} {claim.words}, which exact match rules out: {through}",
                later=[claim, *rows],
            )
            continue
        pair = (min(one, other), max(one, other))
        mine, theirs = (related, broad) if claim.predicate == _RELATED else (broad, related)
        if pair in theirs and pair not in mine:
            yield _finding(
                "S27",
                claim,
                f"{one} {claim.words}, and one is broader than the other as well as related: "
                f"{theirs[pair].where}",
            )
        mine.setdefault(pair, claim)


def _cycles(claims: Sequence[Claim], exact: _ExactMatches) -> Iterator[Finding]:
    """Yield each knot of broad matches that lead back to where they began, with one way round."""
    up: dict[Iri, dict[Iri, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.predicate in (_BROAD, _NARROW):
            narrow, broad = exact(claim.subject), exact(claim.object)
            if claim.predicate == _NARROW:
                narrow, broad = broad, narrow
            if narrow != broad:
                up[narrow].setdefault(broad, claim)
    for knot in _knots(up):
        start = min(knot)
        rows = _way_round(up, start, knot)
        through = "; ".join(f"{row.subject} {row.words} ({row.where})" for row in rows)
        yield _finding(
            "broad-cycle",
            rows[-1],
            f"broad matches lead from {start} back to it: {through}",
            later=rows,
        )


def _knots(up: Mapping[Iri, Mapping[Iri, Claim]]) -> list[set[Iri]]:
    """Return the strongly connected components of more than one node (Kosaraju's algorithm)."""
    down: dict[Iri, list[Iri]] = defaultdict(list)
    for node, steps in up.items():
        for step in steps:
            down[step].append(node)
    order = _finished(up)
    left = set(order)
    knots: list[set[Iri]] = []
    for root in reversed(order):
        knot: set[Iri] = set()
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node in left:
                left.discard(node)
                knot.add(node)
                waiting.extend(down[node])
        if len(knot) > 1:
            knots.append(knot)
    return knots


def _finished(up: Mapping[Iri, Mapping[Iri, Claim]]) -> list[Iri]:
    """Return all nodes, each after those that a walk in depth from it comes to first."""
    order: list[Iri] = []
    seen: set[Iri] = set()
    for root in up:
        stack = [] if root in seen else [(root, iter(up[root]))]
        seen.add(root)
        while stack:
            node, rest = stack[-1]
            step = next((one for one in rest if one not in seen), None)
            if step is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(step)
                stack.append((step, iter(up.get(step, {}))))
    return order


def _way_round(
    up: Mapping[Iri, Mapping[Iri, Claim]], start: Iri, inside: Iterable[Iri]
) -> list[Claim]:
    """Return the rows of a shortest way from a term back to it."""
    allowed = set(inside)
    before: dict[Iri, tuple[Iri, Claim]] = {}
    waiting = deque([start])
    while start not in before:
        node = waiting.popleft()
        for step, claim in up.get(node, {}).items():
            if step in allowed and step not in before:
                before[step] = (node, claim)
                waiting.append(step)
    rows: list[Claim] = []
    node = start
    while not rows or node != start:
        node, claim = before[node]
        rows.append(claim)
    return rows[::-1]


def _two_exact(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield terms that are the same as two terms of one other scheme.

    Two subjects that share an object are a warning alone: records of a collection, unlike the
    concepts of a scheme, may well say the same twice.
    """
    first: dict[tuple[Iri, str, bool], Claim] = {}
    for claim in claims:
        if claim.predicate != _EXACT:
            continue
        for term, match, is_subject in (
            (claim.subject, claim.object, True),
            (claim.object, claim.subject, False),
        ):
            scheme = namespace_of(match)
            if scheme == namespace_of(term):
                continue  # duplicates inside one collection are what such a set is for
            earlier = first.setdefault((term, scheme, is_subject), claim)
            before = earlier.object if is_subject else earlier.subject
            if before != match:
                yield _finding(
                    "two-exact-matches" if is_subject else "shared-exact-match",
                    claim,
                    f"{term} is an exact match of both {before} ({earlier.where}) and {match}, "
                    f"two terms of {scheme}",
                    remedy="keep the closer one; write skos:closeMatch or skos:broadMatch for the "
                    "other",
                    severity="error" if is_subject else "warning",
                )


def _disagreeing(claims: Sequence[Claim]) -> Iterator[Finding]:
    """Yield pairs that are mapped in both directions, but not as each other's inverse.

    Those that contradict each other outright are found as such.
    """
    there: dict[tuple[Iri, Iri], list[Claim]] = defaultdict(list)
    for claim in claims:
        there[claim.subject, claim.object].append(claim)
    for (one, other), rows in there.items():
        back = there.get((other, one), [])
        if one >= other or not back:
            continue
        expected = {_INVERSE[row.predicate] for row in rows}
        found = {row.predicate for row in back}
        if expected.isdisjoint(found) and _CLOSE in expected | found:
            yield _finding(
                "inverse-disagrees",
                back[0],
                f"{other} {back[0].words}, but the other way {rows[0].words} ({rows[0].where})",
                later=[back[0], rows[0]],
                severity="warning",
            )


def _finding(  # noqa: PLR0913 - the parts of a finding
    code: str,
    claim: Claim,
    message: str,
    *,
    remedy: str = _REREAD,
    severity: Severity = "error",
    later: Sequence[Claim] = (),
) -> Finding:
    """Return a finding at `claim`, or at the last row of `later`."""
    at = later[0] if later else claim
    for row in later:
        if row.file == at.file and (row.line or 0) > (at.line or 0):
            at = row
    return Finding(at.file, at.line, code, severity, message, remedy)
