"""A report as measurements: one for each check that was run, and one for the score.

The value of a check's measurement is how many findings it has; that of the score is in per cent.
There are no blank nodes and no times in it, so that equal content gives equal bytes.

Sources:
    Data Quality Vocabulary (https://www.w3.org/TR/vocab-dqv/).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from mitigraph.quality.assessing import QualityReport, Status
from mitigraph.quality.checks import FAMILIES
from mitigraph.terms import BASE, PREFIXES, Iri, Literal, Namespace, Quad

__all__ = ["DQV_PREFIXES", "measurements"]

_DQV: Final = Namespace("http://www.w3.org/ns/dqv#")
_QB: Final = Namespace("http://purl.org/linked-data/cube#")
_SKOS: Final = Namespace(PREFIXES["skos"])
_RDF: Final = Namespace(PREFIXES["rdf"])
_XSD: Final = Namespace(PREFIXES["xsd"])
_START: Final = BASE + "quality/"

#: Abbreviations for writing the measurements.
DQV_PREFIXES: Final = {"dqv": str(_DQV), "qb": str(_QB), **PREFIXES}


def measurements(report: QualityReport) -> Iterator[Quad]:
    """Return a report in the Data Quality Vocabulary: measurements, their metrics and dimensions.

    Example:
        >>> list(measurements(QualityReport((), (), ())))
        []
    """
    for family in sorted({one.check.family for one in report.results}):
        dimension = Iri(f"{_START}dimension/{family}")
        yield Quad(dimension, _RDF["type"], _DQV["Dimension"])
        yield Quad(dimension, _SKOS["prefLabel"], Literal(FAMILIES[family], language="en"))
    for result in report.results:
        if result.status not in (Status.PASSED, Status.FAILED):
            continue
        check = result.check
        metric = Iri(f"{_START}metric/{check.family}/{check.code}")
        yield Quad(metric, _DQV["inDimension"], Iri(f"{_START}dimension/{check.family}"))
        yield from _metric(metric, check.summary, check.description, _XSD["integer"])
        yield from _measured(report, metric, Literal(str(len(result.findings)), _XSD["integer"]))
    if report.score is not None:
        metric = Iri(f"{_START}metric/score")
        yield from _metric(
            metric,
            "Weighted share of checks passed, in per cent",
            "A check weighs 4 if its findings are violations, 2 if warnings, 1 if notes.",
            _XSD["decimal"],
        )
        yield from _measured(report, metric, Literal(str(report.score), _XSD["decimal"]))


def _metric(metric: Iri, label: str, definition: str, datatype: Iri) -> Iterator[Quad]:
    yield Quad(metric, _RDF["type"], _DQV["Metric"])
    yield Quad(metric, _SKOS["prefLabel"], Literal(label, language="en"))
    yield Quad(metric, _SKOS["definition"], Literal(definition, language="en"))
    yield Quad(metric, _DQV["expectedDataType"], datatype)


def _measured(report: QualityReport, metric: Iri, value: Literal) -> Iterator[Quad]:
    parts = [*report.subjects, metric, value.value]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    measurement = Iri(f"{_START}measurement/{digest}")
    dataset = Iri(
        f"{_START}report/" + hashlib.sha256("\n".join(report.subjects).encode()).hexdigest()[:16]
    )
    yield Quad(dataset, _RDF["type"], _DQV["QualityMeasurementDataset"])
    yield Quad(measurement, _RDF["type"], _DQV["QualityMeasurement"])
    yield Quad(measurement, _QB["dataSet"], dataset)
    yield Quad(measurement, _DQV["isMeasurementOf"], metric)
    yield Quad(measurement, _DQV["value"], value)
    for subject in report.subjects:
        yield Quad(measurement, _DQV["computedOn"], subject)
