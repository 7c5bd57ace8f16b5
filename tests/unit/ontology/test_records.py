"""The records of the published database: all of them, each coded twice and decided once."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from typing import Final

import pytest

import mitigraph as mg
from mitigraph.importers.coding import ADJUDICATED, CODED, PASSES
from mitigraph.importers.statements import digest
from mitigraph.knowledge_graph.passes import PASSES_GRAPH
from mitigraph.resources import data_root
from mitigraph.terms import BASE, MG, PREFIXES, Iri, compact

FOLDER: Final = data_root() / "ontology" / "coding"
RECORDS: Final = 831
#: So many words in a row are never a source's.
RUN: Final = 8
WORDS: Final = re.compile(r"[\w'\u2019-]+")
ATTRIBUTED: Final = Iri(PREFIXES["prov"] + "wasAttributedTo")


def rows(name: str) -> dict[str, dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return {row["record"]: row for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def records():
    return rows("records")


@pytest.fixture(scope="module")
def adjudicated():
    return rows("adjudicated")


@pytest.fixture(scope="module")
def passes():
    return [rows(stem) for stem in PASSES]


@pytest.fixture(scope="module")
def kb():
    return mg.load(passes=True)


@pytest.fixture(scope="module")
def described(kb):
    """Each classification assessment as property -> value, both short."""
    found = defaultdict(dict)
    for quad in kb.store.quads():
        if str(quad.subject).startswith(BASE + "id/assessment/"):
            value = compact(quad.object) if isinstance(quad.object, Iri) else str(quad.object)
            found[quad.subject][compact(quad.predicate).rpartition(":")[2]] = value
    return {node: about for node, about in found.items() if "inScheme" in about}


def by(described, assessor):
    name = compact(assessor.assessor)
    return [about for about in described.values() if about["wasAttributedTo"] == name]


def normal(column, cell):
    """Return a cell's values, secondary ones in any order."""
    first, *others = cell.split()
    return [first, *sorted(others)] if column in ("actor", "stage", "risk") else [cell]


@pytest.mark.parametrize("name", ["records", "first-pass", "second-pass", "adjudicated"])
def test_every_record_is_in_every_table_once(name):
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        numbers = [row["record"] for row in csv.DictReader(file, delimiter="\t")]
    assert len(numbers) == len(set(numbers)) == RECORDS
    assert numbers == sorted(numbers)


def test_texts_keep_to_their_length(records, adjudicated, passes):
    assert max(len(WORDS.findall(row["definition"])) for row in records.values()) <= 35
    for table in (*passes, adjudicated):
        assert max(len(WORDS.findall(row["rationale"])) for row in table.values()) <= 25


def test_where_the_passes_agree_that_is_the_decision(adjudicated, passes):
    first, second = passes
    agreed = 0
    for record, row in adjudicated.items():
        for column in CODED:
            one, other = (normal(column, table[record][column]) for table in (first, second))
            if one == other:
                agreed += 1
                assert normal(column, row[column]) == one, (record, column)
    assert agreed > RECORDS * len(CODED) * 0.8


def test_where_the_passes_differ_there_is_a_reason_and_nowhere_else(adjudicated, passes):
    first, second = passes
    told = 0
    for record, row in adjudicated.items():
        differ = {
            column
            for column in CODED
            if normal(column, first[record][column]) != normal(column, second[record][column])
        }
        reasons = [part.partition(":") for part in row["reasons"].split(" | ") if part]
        assert {column for column, _, _ in reasons} == differ, record
        assert all(len(WORDS.findall(why)) in range(3, 26) for _, _, why in reasons)
        told += len(reasons)
    assert told > 100


def test_the_two_passes_are_two(passes):
    first, second = passes
    same = sum(first[record]["rationale"] == second[record]["rationale"] for record in first)
    assert same < RECORDS * 0.02


def test_every_measure_is_decided_once_in_each_scheme(kb, described):
    decided = Counter(
        (about["assesses"], about["inScheme"])
        for about in by(described, ADJUDICATED)
        if about.get("ordinal", "1") == "1"
    )
    assert set(decided.values()) == {1}
    measures = {measure.id for measure in kb.measures()}
    assert len(measures) == RECORDS - 1  # one measure is entered twice
    schemes = {scheme for _, scheme in CODED.values()}
    assert set(decided) == {(measure, scheme) for measure in measures for scheme in schemes}


def test_both_passes_and_the_navigator_are_superseded_by_the_decision(kb, described):
    later = {
        compact(quad.object): compact(quad.subject)
        for quad in kb.store.quads()
        if quad.predicate == MG["supersedes"]
    }
    names = {compact(node): about for node, about in described.items()}
    earlier = [
        name
        for name, about in names.items()
        if about["wasAttributedTo"].endswith(("-coder", "airi-navigator"))
    ]
    assert len(earlier) > 2 * 7 * (RECORDS - 1)
    for name in earlier:
        decision = names[later[name]]
        assert decision["wasAttributedTo"] == compact(ADJUDICATED.assessor)
        for shared in ("assesses", "inScheme"):
            assert decision[shared] == names[name][shared]
        made = names[name].get("generatedAtTime", "")
        assert made < decision["generatedAtTime"]


def test_whose_codings_they_are_is_told(described):
    for about in by(described, ADJUDICATED):
        assert about["method"] == "method/1/language-model-adjudicated"
        assert about["reviewStatus"] == "review-status/1/curated"
        assert about["confidenceLevel"].rpartition("/")[2] in ("high", "medium", "low")
        assert len(about["rationale"].split()) >= 2
    assert not [a for a in described.values() if a["wasAttributedTo"] == "agent/airi"
                and a["inScheme"] != "airi-mitigation/1"]  # fmt: skip


def test_passes_are_loaded_on_request_alone(kb, shipped):
    assert PASSES_GRAPH in kb.store.graphs()
    assert PASSES_GRAPH not in shipped.store.graphs()


def test_what_is_coded_in_a_preliminary_taxonomy_is_preliminary(shipped):
    measures = shipped.measures()
    assert all(measure.preliminary for measure in measures)
    assert all(measure.category for measure in measures)


def test_names_sources_codes_and_digests_are_those_of_the_database(records, database):
    assert set(records) == set(database)
    for number, row in records.items():
        theirs = database[number]
        assert row["name"] == " ".join(theirs["Action Name"].split())
        assert row["source"] == " ".join(theirs["Action Source"].split())
        assert row["code"] == theirs["MitigationCode"].strip().partition(" ")[0]
        original = digest(theirs["Action Name"], theirs["Action Definition"])
        assert row["digest"] == original.value


def runs(words):
    found = re.findall(r"\w+", words.casefold())
    return {" ".join(found[at : at + RUN]) for at in range(len(found) - RUN + 1)}


def test_no_run_of_words_is_taken_from_the_database(records, adjudicated, passes, database):
    taken = {run for row in database.values() for run in runs(row["Action Definition"])}
    assert len(taken) > 10_000
    ours = [row["definition"] for row in records.values()]
    for table in (*passes, adjudicated):
        ours += [row["rationale"] + " . " + row.get("reasons", "") for row in table.values()]
    assert sorted(run for words in ours for run in runs(words) if run in taken) == []


def test_the_codebook_names_every_value(shipped):
    text = (data_root() / "ontology" / "codebook.md").read_text(encoding="utf-8")
    unused = {"lifecycle/1/pre-deployment", "lifecycle/1/post-deployment"}
    for _, scheme in CODED.values():
        for concept in shipped.concepts(scheme):
            if scheme == "risk-domain/1" and "." not in (concept.notation or ""):
                continue
            code = concept.id.rpartition("/")[2]
            if concept.id not in unused:
                assert re.search(rf"^\*\*{re.escape(code)} ", text, re.MULTILINE), concept.id
