"""Whether mappings hold: do their targets exist, do they contradict each other, is a row lost.

Vocabularies move on and the mappings to them rot. This looks through any mapping files, of
mitigraph or of anybody else, alone and together.

Sources:
    SSSOM 1.1 (https://mapping-commons.github.io/sssom/) for rows, slots and predicates.
    SKOS Reference, S27 and S39 to S46 (https://www.w3.org/TR/skos-reference/#mapping).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from mitigraph.mapping.contradictions import Claim, contradictions
from mitigraph.mapping.findings import Account, Finding, MappingReport
from mitigraph.mapping.lookup import TermLookup
from mitigraph.mapping.mapping_file import MappingFile, read_mapping_file
from mitigraph.mapping.mapping_set import NO_TERM_FOUND
from mitigraph.mapping.set_ids import is_named_after, names_a_file
from mitigraph.mapping.term_list import TermList, namespace_of
from mitigraph.terms import PREFIXES, Iri

__all__ = ["MAPPING_PROPERTIES", "check_mappings"]

#: The predicates that say how two terms match, as SSSOM recommends them.
MAPPING_PROPERTIES: Final = frozenset(
    Iri(PREFIXES[prefix] + name)
    for prefix, names in {
        "skos": "exactMatch closeMatch broadMatch narrowMatch relatedMatch mappingRelation",
        "owl": "sameAs equivalentClass equivalentProperty",
        "rdfs": "subClassOf subPropertyOf seeAlso",
        "semapv": "crossSpeciesExactMatch crossSpeciesNarrowMatch crossSpeciesBroadMatch",
    }.items()
    for name in names.split()
) | {Iri("http://www.geneontology.org/formats/oboInOwl#hasDbXref")}


def check_mappings(
    files: Sequence[Path | str], *, terms: Sequence[TermList] = (), data: Sequence[Path] = ()
) -> MappingReport:
    """Check mapping files of anybody, each by itself and all of them together.

    Args:
        files: SSSOM tables (`*.tsv`) or RDF files, in any order.
        terms: The terms of the vocabularies that are mapped, in the versions to check against. The
            lists that ship answer for all other namespaces that they are of; mitigraph's own terms
            are those of the shipped graph.
        data: RDF files whose terms in mitigraph's own namespace count beside those.

    Returns:
        What was found, and an account of each file. Nothing is fetched: a term in a namespace that
        no list is for is counted as unchecked, and a note says so.

    Raises:
        DataError: If there is no such file or it can't be opened.
        UnsupportedFormatError: If a name is neither that of a table nor of an RDF file.

    Example:
        >>> from mitigraph.resources import data_root
        >>> folder = data_root() / "ontology" / "mappings"
        >>> report = check_mappings([folder / "mit-2025_credo-ucf.sssom.tsv"])
        >>> report.conforms, report.accounts[0].rows, report.accounts[0].refused
        (True, 42, 0)
    """
    paths = [Path(one) for one in dict.fromkeys(map(str, files))]
    read = [read_mapping_file(path) for path in paths]
    lookup = TermLookup(terms, data)
    findings = [finding for file in read for finding in file.findings]
    accounts = []
    for file in read:
        terms_found = _Terms(file, lookup)
        findings += terms_found.findings()
        findings += _predicates(file, lookup)
        accounts.append(
            Account(
                file.path,
                file.mapping_set_id,
                file.rows,
                file.refused,
                terms_found.checked,
                terms_found.unchecked.total(),
            )
        )
    findings += contradictions([claim for file in read for claim in file.claims])
    findings += _set_ids(read)
    return MappingReport.of(accounts, findings)


class _Terms:
    """The subjects and objects of a file, looked up."""

    def __init__(self, file: MappingFile, lookup: TermLookup) -> None:
        self._file, self._lookup = file, lookup
        self._first: dict[Iri, Claim] = {}
        self._rows: dict[Iri, int] = Counter()
        self.checked = 0
        self.unchecked: Counter[str] = Counter()
        for claim in file.claims:
            for term in dict.fromkeys((claim.subject, claim.object)):
                if term != NO_TERM_FOUND:
                    self._first.setdefault(term, claim)
                    self._rows[term] += 1
        self._missing: list[Iri] = []
        self._example: dict[str, Iri] = {}
        for term in self._first:
            terms = lookup.list_for(term)
            if terms is not None:
                self.checked += 1
                if term not in terms.terms:
                    self._missing.append(term)
            else:
                namespace = namespace_of(term)
                self.unchecked[namespace] += 1
                self._example.setdefault(namespace, term)

    def findings(self) -> Iterator[Finding]:
        """Yield what does not exist, each term once, and what was not looked up."""
        for term in self._missing:
            yield self._dangling(term)
        for namespace, number in self.unchecked.items():
            example = self._example[namespace]
            claim, known = self._first[example], self._lookup.misspelt_namespace(example)
            yield (
                Finding(
                    claim.file,
                    claim.line,
                    "wrong-namespace",
                    "error",
                    f"{namespace} is not the namespace of the vocabulary, which is {known}; "
                    f"{_count(number, 'term')} in it",
                    "write the namespace as the vocabulary does, to the character",
                )
                if known
                else Finding(
                    claim.file,
                    claim.line,
                    "unchecked",
                    "note",
                    f"{_count(number, 'term')} in {namespace} looked up nowhere",
                    "name a list or a file of the vocabulary with --terms",
                )
            )
        inside = [
            claim
            for claim in self._file.claims
            if namespace_of(claim.subject) == namespace_of(claim.object)
        ]
        if inside:
            yield Finding(
                inside[0].file,
                inside[0].line,
                "same-namespace",
                "note",
                f"{_count(len(inside), 'mapping')} within one namespace, from here on",
                "inside one scheme use skos:broader or skos:related; a mapping leads out of it",
            )

    def _dangling(self, term: Iri) -> Finding:
        claim, terms = self._first[term], self._lookup.list_for(term)
        assert terms is not None  # noqa: S101 - it is missing from a list
        end = "object_id" if claim.object == term else "subject_id"
        more = self._rows[term] - 1
        also = f" (and in {_count(more, 'further row')})" if more else ""
        proposal = self._lookup.proposal(term)
        return Finding(
            claim.file,
            claim.line,
            "dangling-ref",
            "error",
            f"{end} {term} does not exist in {terms.name}{also}",
            f"did you mean {proposal}?" if proposal else "look for what has taken its place",
        )


def _predicates(file: MappingFile, lookup: TermLookup) -> Iterator[Finding]:
    """Yield the rows whose predicate says nothing of a match."""
    for claim in file.claims:
        if claim.predicate in MAPPING_PROPERTIES:
            continue
        terms = lookup.list_for(claim.predicate)
        exists = terms is None or claim.predicate in terms.terms
        yield Finding(
            claim.file,
            claim.line,
            "not-a-mapping-property",
            "warning" if exists else "error",
            f"predicate_id {claim.predicate} is no mapping property"
            + ("" if exists or terms is None else f", nor anything else in {terms.name}"),
            "use one of SKOS's; where nothing matches, the object is sssom:NoTermFound",
        )


def _set_ids(files: Sequence[MappingFile]) -> Iterator[Finding]:
    """Yield files that call themselves by the name of another set."""
    told: set[str] = set()
    same: dict[str, list[MappingFile]] = defaultdict(list)
    for file in files:
        if file.mapping_set_id:
            same[file.mapping_set_id].append(file)
    for set_id, those in same.items():
        owner = next((file for file in those if is_named_after(set_id, file.path)), those[0])
        for file in those:
            if file is not owner and _said(file) != _said(owner):
                told.add(file.path)
                yield Finding(
                    file.path,
                    file.set_line,
                    "duplicate-id",
                    "error",
                    f"mapping_set_id {set_id} is that of another set: {owner.path}",
                    "give each set an IRI of its own",
                )
    for file in files:
        set_id = file.mapping_set_id
        if names_a_file(set_id) and not is_named_after(set_id, file.path) and file.path not in told:
            yield Finding(
                file.path,
                file.set_line,
                "set-id",
                "warning",
                f"mapping_set_id {file.mapping_set_id} is the name of another file",
                "check that it is the IRI of this set",
            )


def _said(file: MappingFile) -> set[tuple[Iri, Iri, Iri, bool]]:
    return {(one.subject, one.predicate, one.object, one.denied) for one in file.claims}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
