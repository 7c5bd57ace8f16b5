"""The shipped measures, sources, agents and datasets, and the files that they stand in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, XSD

from mitigraph.resources import data_root
from mitigraph.terms import BASE, PREFIXES, identifier_datatype, measure_iri, source_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

MG: Final = Namespace(PREFIXES["mg"])
BIBO: Final = Namespace(PREFIXES["bibo"])
DATA: Final = data_root() / "ontology" / "data"
FILES: Final = ("agents", "datasets", "sources", "uuk2024", "uuk2024-opinions")
PUBLISHED: Final = URIRef(identifier_datatype("mit-2025"))
NAVIGATOR: Final = URIRef(identifier_datatype("airi-navigator"))
AGENT: Final = Namespace(BASE + "id/agent/")
#: The shortest run of words that counts as taken over from a source.
RUN: Final = 8


def measure(record: str) -> URIRef:
    return URIRef(measure_iri("mit-2025", record))


def measures(data: Graph) -> dict[str, Node]:
    """Every measure by its record number."""
    return {str(m).rsplit("/", 1)[1]: m for m in data.subjects(RDF.type, MG.Measure)}


def texts(data: Graph, subject: Node, predicate: URIRef) -> list[str]:
    return sorted(map(str, data.objects(subject, predicate)))


def text(data: Graph, subject: Node, predicate: URIRef) -> str:
    """The one value that there has to be."""
    (found,) = texts(data, subject, predicate)
    return found


def test_these_are_all_the_data_files() -> None:
    assert sorted(path.stem for path in DATA.glob("*.ttl")) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_a_module_with_a_header(name: str) -> None:
    data = Graph().parse(DATA / f"{name}.ttl")
    module = URIRef(f"{BASE}module/data-{name}")
    assert list(data.subjects(RDF.type, OWL.Ontology)) == [module]
    assert text(data, module, OWL.versionIRI) == f"{module}/0.1.0"
    assert text(data, module, OWL.versionInfo) == "0.1.0"
    assert text(data, module, DCTERMS.license) == "https://creativecommons.org/licenses/by/4.0/"
    assert list(data.objects(module, DCTERMS.creator)) == [AGENT["mitigraph-curators"]]
    assert list(data.objects(module, DCTERMS.created)) == [Literal("2026-11-23", datatype=XSD.date)]
    assert list(data.objects(module, BIBO.status)) == [BIBO["status/draft"]]
    assert text(data, module, DCTERMS.title)
    assert text(data, module, DCTERMS.description)


@pytest.mark.parametrize("name", FILES)
def test_each_file_writes_iris_in_the_project_s_way(name: str) -> None:
    content = (DATA / f"{name}.ttl").read_text(encoding="utf-8")
    head, _, body = content.partition("\n\n")
    assert head.startswith(f"@base <{BASE}> .\n")
    declared = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.$", head, flags=re.MULTILINE))
    assert declared
    assert declared.items() <= PREFIXES.items()
    assert f"<{BASE}" not in body  # relative to the base, so that a person can read the line


def test_no_blank_nodes(data: Graph) -> None:
    assert len(data) > 2900
    assert [s for s in data if isinstance(s[0], BNode) or isinstance(s[2], BNode)] == []


def test_texts_are_trimmed_and_not_empty(data: Graph) -> None:
    found = [str(value) for value in data.objects() if isinstance(value, Literal)]
    assert [value for value in found if not value or value != " ".join(value.split())] == []


def test_every_thing_pointed_to_is_described(data: Graph, schemes: Graph) -> None:
    places = (BASE + "id/", BASE + "scheme/")
    pointed = {o for o in data.objects() if isinstance(o, URIRef) and str(o).startswith(places)}
    assert len(pointed) > 200
    assert sorted(pointed - set(data.subjects()) - set(schemes.subjects())) == []


def test_everything_but_statements_has_one_label(data: Graph) -> None:
    statements = (
        "ClassificationAssessment",
        "OpinionStatement",
        "EffectivenessRating",
        "Authorship",
    )
    bare = {node for kind in statements for node in data.subjects(RDF.type, MG[kind])}
    things = {s for s in data.subjects() if str(s).startswith(BASE + "id/")} - bare
    assert len(things) > 90
    assert [thing for thing in things if len(texts(data, thing, RDFS.label)) != 1] == []


# --- measures ------------------------------------------------------------------------------------


def test_there_are_27_measures_of_one_source(data: Graph) -> None:
    assert len(measures(data)) == 27
    for record, node in measures(data).items():
        assert node == measure(record)
        assert text(data, node, MG.describedIn) == source_iri("Uuk2024")
        assert list(data.objects(node, SKOS.prefLabel)) == list(data.objects(node, RDFS.label))


def test_definitions_are_short(data: Graph) -> None:
    lengths = {
        record: len(text(data, node, SKOS.definition).split())
        for record, node in measures(data).items()
    }
    assert {record: length for record, length in lengths.items() if not 10 <= length <= 35} == {}


def test_alternative_labels_help_the_search_and_repeat_no_name(data: Graph) -> None:
    found = [(s, str(o).casefold()) for s, o in data.subject_objects(SKOS.altLabel)]
    counts = Counter(label for _, label in found)
    assert counts.most_common(1)[0][1] == 1
    assert counts.keys().isdisjoint(str(o).casefold() for o in data.objects(None, SKOS.prefLabel))
    assert set(measures(data).values()) <= {subject for subject, _ in found}
    wanted = "adversarial training,jailbreak resistance,kyc,know your customer,red lines,rlhf"
    assert {*wanted.split(","), "machine unlearning"} <= counts.keys()


def test_identifiers_name_their_dataset(data: Graph) -> None:
    for record, node in measures(data).items():
        assert Literal(record, datatype=PUBLISHED) in set(data.objects(node, DCTERMS.identifier))
    assert set(data.objects(measure("A1019"), DCTERMS.identifier)) == {
        Literal("A1019", datatype=PUBLISHED),
        Literal("A1428", datatype=NAVIGATOR),
    }


def test_the_twin_is_one_measure_with_two_numbers(data: Graph) -> None:
    assert texts(data, measure("A1036"), DCTERMS.identifier) == ["A1036", "A1037"]
    assert "A1037" not in measures(data)


@pytest.mark.parametrize("record", ["A1025", "A1028", "A1031", "A1036"])
def test_inferred_numbers_stand_in_a_note_only(data: Graph, record: str) -> None:
    identifiers = data.objects(measure(record), DCTERMS.identifier)
    assert {i.datatype for i in identifiers if isinstance(i, Literal)} == {PUBLISHED}
    assert "(inferred)" in " ".join(texts(data, measure(record), SKOS.editorialNote))


def test_the_copied_definition_is_spoken_of(data: Graph) -> None:
    one, other = (text(data, measure(r), SKOS.definition) for r in ("A1039", "A1041"))
    assert one != other
    assert "by its name" in text(data, measure("A1039"), SKOS.editorialNote)


# --- sources, agents, datasets -------------------------------------------------------------------


def test_thirteen_sources_with_their_authors_in_order(data: Graph) -> None:
    complete = set()
    sources = list(data.subjects(RDF.type, MG.Source))
    assert len(sources) == 13
    for source in sources:
        key = str(source).rsplit("/", 1)[1]
        assert str(source) == source_iri(text(data, source, MG.shortReference))
        authorships = list(data.objects(source, MG.hasAuthorship))
        creators = set(data.objects(source, DCTERMS.creator))
        expected = {
            URIRef(f"{BASE}id/authorship/{key}/{n + 1}"): n + 1 for n in range(len(creators))
        }
        assert {a: int(text(data, a, MG.ordinal)) for a in authorships} == expected
        assert {data.value(a, MG.author) for a in authorships} == creators
        assert any(kind.startswith(BIBO) for kind in texts(data, source, RDF.type))
        assert all(re.fullmatch(r"10\.\d{4,9}/\S+", doi) for doi in texts(data, source, BIBO.doi))
        if text(data, source, MG.authorsComplete) == "true":
            complete.add(key)
    assert complete == {"uuk2024", "schuett2023", "gipiskis2024"}


def test_the_first_author_of_the_study(data: Graph) -> None:
    first = data.value(URIRef(f"{BASE}id/authorship/uuk2024/1"), MG.author)
    assert first is not None
    assert text(data, first, FOAF.name) == "Risto Uuk"


def test_agents_have_one_kind_and_a_name(data: Graph) -> None:
    agents = list(data.subjects(RDF.type, PROV.Agent))
    assert len(agents) > 20
    for agent in agents:
        kinds = {PROV.Person, PROV.Organization, PROV.SoftwareAgent}
        assert len(kinds & set(data.objects(agent, RDF.type))) == 1
        assert text(data, agent, FOAF.name)


def test_the_curators_say_how_they_code(data: Graph) -> None:
    note = text(data, AGENT["mitigraph-curators"], SKOS.note)
    assert "language model" in note
    assert "not been reviewed by a second agent" in note


def test_the_navigator_is_marked_preliminary_and_no_figure_is_given(data: Graph) -> None:
    said = [str(value) for value in data.objects(NAVIGATOR) if isinstance(value, Literal)]
    assert any("Preliminary" in value for value in said)
    assert re.search(r"\d", " ".join(said)) is None
    assert list(data.objects(NAVIGATOR, DCTERMS.license)) == []


def test_the_published_database_has_its_licence_and_attribution(data: Graph) -> None:
    assert text(data, PUBLISHED, DCTERMS.license) == "https://creativecommons.org/licenses/by/4.0/"
    assert "Attribution: MIT AI Risk Initiative." in texts(data, PUBLISHED, SKOS.note)


def test_a_dataset_is_the_datatype_of_its_numbers(data: Graph) -> None:
    for dataset in (PUBLISHED, NAVIGATOR):
        assert set(data.objects(dataset, RDF.type)) == {RDFS.Datatype, DCAT.Dataset}


# --- against the real files ----------------------------------------------------------------------


def test_names_are_the_published_ones(data: Graph, database: dict[str, dict[str, str]]) -> None:
    named = {record: text(data, node, SKOS.prefLabel) for record, node in measures(data).items()}
    published = {
        record: row["Action Name"].strip()
        for record, row in database.items()
        if row["Action Source"] == "Uuk2024"
    }
    assert {**named, "A1037": named["A1036"]} == published


def test_navigator_numbers_are_those_of_pages_seen(
    data: Graph, study: dict[str, dict[str, str]]
) -> None:
    seen = {r: row for r, row in study.items() if row["navigator_status"] == "page seen"}
    numbers = {
        (str(subject).rsplit("/", 1)[1], str(value))
        for subject, value in data.subject_objects(DCTERMS.identifier)
        if isinstance(value, Literal) and value.datatype == NAVIGATOR
    }
    assert numbers == {(record, row["navigator_id"]) for record, row in seen.items()}


def test_sources_are_those_of_the_documents_list(
    data: Graph, documents: list[dict[str, str]]
) -> None:
    by_iri = {URIRef(source_iri(row["ShortRef"])): row for row in documents}
    assert set(by_iri) == set(data.subjects(RDF.type, MG.Source))
    for source, row in by_iri.items():
        assert text(data, source, DCTERMS.title) == row["Title"].strip()
        assert text(data, source, MG.documentType) == row["Type"]
        assert list(data.objects(source, DCTERMS.issued)) == [
            Literal(row["Year"], datatype=XSD.gYear)
        ]
        if row["DOI"]:
            assert text(data, source, BIBO.doi) == row["DOI"]


def runs(words: str) -> Iterator[str]:
    found = re.findall(r"\w+", words.casefold())
    return (" ".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


def test_no_run_of_words_is_taken_from_a_source(
    data: Graph,
    shared: Path,
    database: dict[str, dict[str, str]],
    documents: list[dict[str, str]],
    study: dict[str, dict[str, str]],
) -> None:
    theirs = [row["Action Definition"] for row in database.values()]
    theirs += [row[key] for row in documents for key in ("Abstract", "Description")]
    paraphrases = ("paraphrase", "expert_commentary_paraphrase")
    theirs += [row[key] for row in study.values() for key in paraphrases]
    example = shared / "reference" / "record_A1428.md"
    theirs += re.split(r"[|\n]", example.read_text(encoding="utf-8"))
    taken = {run for words in theirs for run in runs(words)}
    assert len(taken) > 10_000  # in an empty set nothing would ever be found
    own = (
        MG.claim,
        MG.rationale,
        SKOS.definition,
        SKOS.note,
        SKOS.editorialNote,
        DCTERMS.description,
    )
    ours = [str(value) for predicate in own for value in data.objects(None, predicate)]
    assert len(ours) > 200
    assert sorted(run for words in ours for run in runs(words) if run in taken) == []
