"""Catalogues written by hand: one that is in order, with everything that a catalogue can hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mitigraph.interchange import Catalogue, Entry, Release, Taxonomy
from mitigraph.mapping import NO_TERM_FOUND, Mapping, MappingSet
from mitigraph.model import Concept, Measure, Opinion, Source
from mitigraph.terms import BASE, PREFIXES, Iri

SCHEME = BASE + "scheme/"
SKOS, SEMAPV = PREFIXES["skos"], PREFIXES["semapv"]


def concept(path, label, *, broader=None, notation=None, residual=False):
    return Concept(
        Iri(SCHEME + path), path, label, notation, f"All about {label}.", residual, broader
    )


@pytest.fixture(scope="session")
def catalogue():
    top = concept("topics/2/1", "Models", notation="1")
    training = concept("topics/2/1.1", "Training", broader="topics/2/1", notation="1.1")
    other = concept("topics/2/1.9", "Other", broader="topics/2/1", notation="1.9", residual=True)
    developer, deployer = (
        concept("actor/1/developer", "Developer"),
        concept("actor/1/d", "Deployer"),
    )
    stage = concept("lifecycle/1/deploy", "Deploy")
    govern = concept("function/1/govern", "Govern")
    opinion = Opinion(
        Iri(BASE + "id/opinion/0123456789abcdef"),
        "opinion/0123456789abcdef",
        1,
        "supports",
        "most",
        "It works.",
        panel="Panel",
        source="Survey 2024",
        status="curated",
    )

    def entry(record, label, category, **facets):
        measure = Measure(
            Iri(f"{BASE}id/measure/acme-1/{record}"),
            f"acme-1/{record}",
            label,
            category=category,
            source=("source/survey2024",),
            status=("curated", "preliminary"),
            **facets,
        )
        return Entry(measure, f"Do {label.lower()}.", category, identifiers=(("acme-1", record),))

    first = entry(
        "M1", "Red teaming", (training,), actor=(developer,), stage=(stage,), function=(govern,)
    )
    second = entry("M2", "Audit", (training, other), actor=(developer, deployer))
    third = entry("M3", "Insurance", ())
    first = Entry(
        first.measure,
        first.statement,
        first.category,
        (opinion,),
        ("Attack team",),
        first.identifiers,
    )
    controls = tuple(
        concept(f"frame/1/C-{n}", f"Control {n}", notation=f"C-{n}") for n in range(1, 6)
    )
    frame = Taxonomy(
        Iri(SCHEME + "frame/1"), "A frame", version="1.0", status="published", concepts=controls
    )
    ground = Iri(SEMAPV + "BackgroundKnowledgeBasedMatching")

    def row(subject, name, target, confidence="0.8", modifier=""):
        return Mapping(
            subject,
            Iri(f"{SKOS}{name}Match"),
            target,
            ground,
            predicate_modifier=modifier,
            confidence=Decimal(confidence),
            comment=f"Because {name}.",
        )

    rows = (
        Mapping(
            first.iri,
            Iri(SKOS + "exactMatch"),
            controls[0].iri,
            Iri(SEMAPV + "LexicalMatching"),
            confidence=Decimal("0.95"),
        ),
        row(first.iri, "broad", controls[1].iri, "0.75"),
        row(second.iri, "narrow", controls[2].iri),
        row(second.iri, "close", controls[3].iri),
        row(second.iri, "related", controls[1].iri),
        row(second.iri, "exact", controls[0].iri, modifier="Not"),
        row(training.iri, "broad", controls[1].iri),
        row(third.iri, "exact", NO_TERM_FOUND),
        row(NO_TERM_FOUND, "exact", controls[4].iri),
    )
    mapping_set = MappingSet(
        Iri(BASE + "mapping/acme-1_frame/0.1.0"),
        Iri("https://creativecommons.org/licenses/by/4.0/"),
        mapping_set_version="0.1.0",
        mapping_set_title="Acme to the frame",
        mapping_date="2026-11-25",
        object_source=frame.iri,
        object_source_version="1.0",
        mappings=rows,
    )
    release = Release(
        "A graph",
        "0.1.0",
        "2026-11-25T00:00:00Z",
        Iri("https://creativecommons.org/licenses/by/4.0/"),
        "Rights of others stand at their schemes.",
        "The makers (2026): A graph.",
        "The makers",
    )
    taxonomy = Taxonomy(
        Iri(SCHEME + "topics/2"),
        "Topics",
        "What measures are about.",
        "2.0.0",
        "preliminary",
        "Rights of the owner.",
        "The owner",
        concepts=(top, training, other),
    )
    source = Source(
        Iri(BASE + "id/source/survey2024"),
        "source/survey2024",
        "Survey 2024",
        "A survey",
        ("A. Author",),
        True,
        "2024",
        "10.1000/182",
    )
    return Catalogue(
        release,
        taxonomy,
        (first, second, third),
        {
            "actor": (developer, deployer),
            "stage": (stage,),
            "function": (govern,),
            "risk": (),
            "cause": (),
            "means": (),
            "kind": (),
            "category": taxonomy.concepts,
        },
        (source,),
        (frame,),
        (mapping_set,),
    )


@pytest.fixture(scope="session")
def described_by():
    """Return a function that gives the statements about measures of an import or a catalogue.

    What depends on the file alone is left out: whose assessments they are, and from which file.
    """
    from mitigraph.importers.described import Described, described_measures

    def statements(source):
        if isinstance(source, Catalogue):
            entries = [Described.of(entry) for entry in source.entries]
            quads = list(described_measures(entries, publisher="p", source=Iri("urn:file")))
        else:
            quads = source.quads
        assessed = {q.subject: q.object for q in quads if q.predicate.endswith("#assesses")}
        assigned = {q.subject: q.object for q in quads if q.predicate.endswith("#assigns")}
        status = {q.subject: q.object for q in quads if q.predicate.endswith("#reviewStatus")}
        outcome = {q.subject: q.object for q in quads if q.predicate.endswith("#outcome")}
        measures = {q.subject for q in quads if q.object == Iri(BASE + "ns#Measure")}
        return (
            {(q.subject, q.predicate, q.object) for q in quads if q.subject in measures},
            {
                (measure, assigned.get(node), status.get(node), outcome.get(node))
                for node, measure in assessed.items()
            },
        )

    return statements
