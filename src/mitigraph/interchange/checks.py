"""What has to be right before anything is exported; stricter than what the targets check.

Schemas and loaders of the targets let dangling references, duplicate ids and empty statements pass.
What is wrong here is told for all measures at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mitigraph.errors import DataError, FaultyInputError
from mitigraph.interchange.catalogue import Catalogue
from mitigraph.interchange.identifiers import code_of
from mitigraph.mapping import NO_TERM_FOUND

__all__ = ["LONGEST_TITLE", "check_catalogue"]

#: Characters of the longest name that every target takes (CISO Assistant refuses longer ones).
LONGEST_TITLE: Final = 200


def check_catalogue(catalogue: Catalogue) -> None:
    """Check that a catalogue can be exported as it is.

    Raises:
        FaultyInputError: With everything that is wrong: a code that is none or that two measures or
            categories share but for the case, a name that is empty or too long, a measure without a
            statement, a category below one that does not exist, a crosswalk that starts or ends at
            nothing, a set or release without a licence.
    """
    faults = [
        *_codes(catalogue),
        *_measures(catalogue),
        *_categories(catalogue),
        *_crosswalks(catalogue),
    ]
    if not catalogue.release.licence:
        faults.append(DataError("no licence is stated for the release", code="missing-field"))
    if faults:
        raise FaultyInputError("export", faults)


def _codes(catalogue: Catalogue) -> Iterator[DataError]:
    seen: dict[str, str] = {}
    for iri in (
        *(concept.iri for concept in catalogue.taxonomy.concepts),
        *(entry.iri for entry in catalogue.entries),
    ):
        try:
            code = code_of(iri)
        except ValueError as error:
            yield DataError(
                str(error),
                code="bad-id",
                remedy="give it an IRI of the form .../id/measure/DATASET/RECORD",
            )
            continue
        if (other := seen.setdefault(code.lower(), iri)) != iri:
            yield DataError(
                f"{iri} and {other} have one code, {code}, but for the case",
                code="duplicate-id",
                remedy="rename one record",
            )


def _measures(catalogue: Catalogue) -> Iterator[DataError]:
    for entry in catalogue.entries:
        if not entry.title:
            yield DataError(
                "no name in English",
                place=entry.measure.id,
                code="missing-field",
                remedy="give it a skos:prefLabel",
            )
        elif not entry.measure.label.strip().isprintable():
            yield DataError(
                "a name of several lines, or with a control character",
                place=entry.measure.id,
                code="wrong-type",
                remedy="write its skos:prefLabel on one line",
            )
        elif len(entry.title) > LONGEST_TITLE:
            yield DataError(
                f"a name of {len(entry.title)} characters",
                place=entry.measure.id,
                code="too-large",
                remedy=f"shorten its skos:prefLabel to {LONGEST_TITLE} or fewer",
            )
        if not entry.statement.strip():
            yield DataError(
                "nothing says in English what it asks for",
                place=entry.measure.id,
                code="empty-text",
                remedy="give it a skos:definition",
            )
        for iri in entry.undescribed:
            yield DataError(
                f"it is classified by {iri}, which no scheme here describes",
                place=entry.measure.id,
                code="dangling-ref",
                remedy="load the scheme that it belongs to (-d FILE), or drop the value",
            )


def _categories(catalogue: Catalogue) -> Iterator[DataError]:
    known = {concept.id for concept in catalogue.taxonomy.concepts}
    for concept in catalogue.taxonomy.concepts:
        if concept.broader and concept.broader not in known:
            yield DataError(
                f"it stands below {concept.broader}, which is not in its scheme",
                place=concept.id,
                code="dangling-ref",
            )


def _crosswalks(catalogue: Catalogue) -> Iterator[DataError]:
    known = (
        {NO_TERM_FOUND}
        | catalogue.entry_by_iri.keys()
        | catalogue.category_by_iri.keys()
        | catalogue.control_by_iri.keys()
    )
    for mapping_set in catalogue.mapping_sets:
        if not mapping_set.license:
            yield DataError("no licence", place=mapping_set.mapping_set_id, code="missing-field")
        for row in mapping_set.mappings:
            for end in (row.subject_id, row.object_id):
                if end not in known:
                    yield DataError(
                        f"a mapping of {end}, which nothing here describes",
                        place=mapping_set.mapping_set_id,
                        code="dangling-ref",
                        remedy="load the framework that it belongs to, or drop the row",
                    )
