"""What a table of measures says beside them: which release it is, and which controls they match."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from mitigraph.exporters.tables import Row
from mitigraph.interchange import Catalogue, Choices
from mitigraph.mapping import NO_TERM_FOUND, Mapping
from mitigraph.model import Concept
from mitigraph.terms import PREFIXES, Iri, compact

__all__ = ["about_rows", "crosswalk_rows"]

_SHEETS: Final = {
    "measures": "One row a measure, with its classifications and its sources.",
    "assessments": "One row for each time that somebody classified a measure in a scheme.",
    "opinions": "What experts say of measures, one row a claim.",
    "concepts": "The values that measures are classified by, and the controls of frameworks.",
    "crosswalk": (
        "One row for each match of a measure, or of a category, to a control of a framework. "
        'The relation is said of the subject: "broadMatch" means that the control is broader; '
        "an IRI is a relation that is no match. "
        '"no counterpart" means that one end has none. "reviewed by a program" means that no '
        "person has signed the row."
    ),
}

_Cells = dict[str, int | float | str | list[str]]


def about_rows(catalogue: Catalogue | None, measures: Collection[Row]) -> Iterator[_Cells]:
    """Yield what a reader has to know of a file before using it, as pairs of `what` and `says`.

    Args:
        catalogue: What the measures are a catalogue of; None where no release is described.
        measures: The rows of measures.
    """
    preliminary = sum("preliminary" in row["status"] for row in measures)
    if preliminary:
        yield _pair(
            "warning",
            f"Preliminary: {preliminary} of {len(measures)} measures here rest on data that its "
            'owner calls preliminary; the column "status" says which. It may change.',
        )
    if catalogue is None:
        yield _pair("title", "Measures against AI risks")
        yield _pair("release", "The graph that this was written from does not say what it is.")
    else:
        yield from _release(catalogue)
    for name, says in _SHEETS.items():
        yield _pair(f"sheet: {name}", says)


def _release(catalogue: Catalogue) -> Iterator[_Cells]:
    release, taxonomy = catalogue.release, catalogue.taxonomy
    measures = f"{len(catalogue.entries)}{' that were selected' if catalogue.selected else ''}"
    said = (
        ("title", release.title),
        ("version", release.version),
        ("date", release.date),
        ("publisher", release.publisher),
        ("licence", release.licence),
        ("cite as", release.citation),
        ("rights", release.rights),
        ("measures", measures),
        ("taxonomy", f"{taxonomy.label} ({taxonomy.id})"),
        ("taxonomy version", taxonomy.version),
        ("taxonomy status", taxonomy.status),
        ("taxonomy rights", taxonomy.owned),
    )
    yield from (_pair(what, says) for what, says in said if says)
    for framework in catalogue.frameworks:
        label = _joined(", version ", (framework.label, framework.version))
        yield _pair(f"framework: {framework.id}", _joined(". Rights: ", (label, framework.owned)))


def _pair(what: str, says: str) -> _Cells:
    return {"what": what, "says": says}


def _joined(between: str, parts: Iterable[str]) -> str:
    return between.join(part for part in parts if part)


def crosswalk_rows(
    catalogue: Catalogue,
    programs: Collection[Iri] = frozenset(),
    choices: Choices | None = None,
) -> Iterator[_Cells]:
    """Yield a row for each match between a measure or a category and a control.

    Those that say that one end has no counterpart follow the others of their framework's sets.

    Args:
        catalogue: The catalogue.
        programs: The agents that are programs: what they review, no person has looked at.
        choices: The frameworks whose rows to yield; None for all.
    """
    labels: dict[str, tuple[str, str]] = {
        **{one.iri: ("measure", one.title) for one in catalogue.entries},
        **{one.iri: ("category", one.title) for one in catalogue.taxonomy.concepts},
    }
    chosen = choices or Choices()
    for found in (True, False):
        for framework, mapping_set, rows in catalogue.crosswalks(
            chosen, found=found, any_predicate=True
        ):
            for row in rows:
                known = catalogue.control_by_iri.get(row.object_id)
                made = _match(
                    row, labels.get(row.subject_id, ("", "")), known[1] if known else None
                )
                made["framework"] = framework.id
                made["review"] = _review(row, programs)
                made["mapping_set"] = compact(mapping_set.mapping_set_id)
                yield made


def _review(row: Mapping, programs: Collection[Iri]) -> str:
    if not row.reviewer_id:
        return "unreviewed"
    return "reviewed by a program" if set(row.reviewer_id) <= set(programs) else "reviewed"


def _match(row: Mapping, subject: tuple[str, str], control: Concept | None) -> _Cells:
    kind, label = subject
    relation = row.predicate_id.removeprefix(PREFIXES["skos"])
    if NO_TERM_FOUND in (row.subject_id, row.object_id):
        relation = "no counterpart"
    elif row.predicate_modifier:
        relation = f"{row.predicate_modifier.lower()} {relation}"
    made: _Cells = {
        "subject": "" if row.subject_id == NO_TERM_FOUND else compact(row.subject_id),
        "subject_label": label,
        "subject_kind": kind,
        "relation": relation,
        "control": (control.notation or control.id) if control else "",
        "control_label": control.label if control else "",
        "justification": row.mapping_justification.removeprefix(PREFIXES["semapv"]),
        "reviewer": [compact(one) for one in row.reviewer_id],
        "comment": row.comment,
        "subject_iri": "" if row.subject_id == NO_TERM_FOUND else row.subject_id,
        "control_iri": control.iri if control else "",
    }
    if row.confidence is not None:
        made["confidence"] = float(row.confidence)
    return made
