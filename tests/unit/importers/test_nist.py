from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.importers.nist import action_iri, read_nist_ai_600_1, read_nist_ai_rmf
from mitigraph.resources import data_root
from mitigraph.terms import BASE, MG, PREFIXES, Iri

SKOS = PREFIXES["skos"]
HEADER = "id,function,level,text\n"
TREE = "GOVERN,GOVERN,function,All.\nGOVERN 1,GOVERN,category,Some.\n"
LEAF = "GOVERN 1.1,GOVERN,subcategory,One.\n"


def core(tmp_path, rows):
    path = tmp_path / "core.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return read_nist_ai_rmf(path)


def errors(result):
    return [finding for finding in result.findings if finding.severity == "error"]


def objects(result, subject, predicate):
    return [q.object for q in result.quads if (q.subject, q.predicate) == (subject, predicate)]


def test_rows_become_a_tree(tmp_path):
    result = core(tmp_path, TREE + LEAF)
    assert result.summary().startswith("3 rows in = 3 made + 0 refused")
    scheme = Iri(BASE + "scheme/nist-ai-rmf/1")
    top, middle, leaf = (Iri(f"{scheme}/{code}") for code in ("GOVERN", "GOVERN-1", "GOVERN-1.1"))
    assert objects(result, scheme, SKOS + "hasTopConcept") == [top]
    assert objects(result, leaf, SKOS + "broader") == [middle]
    assert objects(result, middle, SKOS + "narrower") == [leaf]
    assert [str(one) for one in objects(result, leaf, SKOS + "notation")] == ["GOVERN 1.1"]
    assert [str(one) for one in objects(result, leaf, SKOS + "definition")] == ["One."]
    assert objects(result, top, SKOS + "exactMatch") == [Iri(BASE + "scheme/function/1/govern")]
    assert objects(result, leaf, SKOS + "exactMatch") == []
    assert [str(one) for one in objects(result, leaf, MG["ordinal"])] == ["3"]
    for depth, member in enumerate((top, middle, leaf), 1):
        assert objects(result, Iri(f"{scheme}/level/{depth}"), SKOS + "member") == [member]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("GOVERN 1.1,GOVERN,subcategory\n", "schema"),
        ("GOVERN one,GOVERN,category,Text\n", "bad-id"),
        ("STEER 1,STEER,category,Text\n", "bad-id"),
        ("GOVERN 1,GOVERN,category,Again\n", "duplicate-id"),
        ("GOVERN 1.1,MAP,subcategory,Text\n", "schema"),
        ("GOVERN 1.1,GOVERN,category,Text\n", "schema"),
        ("GOVERN 2.1,GOVERN,subcategory,Text\n", "dangling-ref"),
        ("MAP 1,MAP,category,Text\n", "dangling-ref"),
        ("GOVERN 1.1,GOVERN,subcategory, \n", "empty-text"),
    ],
)
def test_a_row_that_can_not_be_used_is_refused_with_its_reason(tmp_path, row, code):
    result = core(tmp_path, TREE + row)
    assert (result.records, result.made, result.refused) == (3, 2, 1)
    (finding,) = errors(result)
    assert (finding.code, finding.place) == (code, "row 3 (line 4)")


def test_a_core_that_is_not_whole_is_told(tmp_path):
    told = [(f.severity, f.message) for f in core(tmp_path, TREE + LEAF).findings]
    assert told == [
        ("warning", "1 of kind function, where 4 are published"),
        ("warning", "1 of kind category, where 19 are published"),
        ("warning", "1 of kind subcategory, where 72 are published"),
    ]


def test_another_table_is_one_clear_error(tmp_path):
    path = tmp_path / "core.csv"
    path.write_text("id,text\nGOVERN,All.\n")
    with pytest.raises(DataError, match="'function', 'level' missing"):
        read_nist_ai_rmf(path)


def actions(tmp_path, *names):
    path = tmp_path / "actions.yaml"
    path.write_text("actions:\n" + "".join(f"  - id: {name}\n" for name in names))
    return read_nist_ai_600_1(path, {"GOVERN 1.1", "MAP 1.2", "MEASURE 2.10", "MEASURE 2.9"})


def test_actions_are_sorted_and_say_what_they_are_for(tmp_path):
    names = ("MS-2.10-001", "MS-2.9-002", "MP-1.2-001", "GV-1.1-002", "GV-1.1-001")
    result = actions(tmp_path, *names)
    assert (result.records, result.made) == (5, 5)
    ordered = sorted(
        (int(str(q.object)), q.subject.rpartition("/")[2])
        for q in result.quads
        if q.predicate == MG["ordinal"]
    )
    assert [name for _, name in ordered] == [
        "GV-1.1-001",
        "GV-1.1-002",
        "MP-1.2-001",
        "MS-2.9-002",
        "MS-2.10-001",
    ]
    target = Iri(BASE + "scheme/nist-ai-rmf/1/MEASURE-2.10")
    assert objects(result, action_iri("MS-2.10-001"), MG["suggestedFor"]) == [target]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("GV-1.1-1", "bad-id"),
        ("XX-1.1-001", "bad-id"),
        ("''", "bad-id"),
        ("GV-1.1-001", "duplicate-id"),
        ("GV-9.9-001", "dangling-ref"),
        ("[a]", "schema"),
    ],
)
def test_an_action_that_can_not_be_used_is_refused_with_its_reason(tmp_path, name, code):
    result = actions(tmp_path, "GV-1.1-001", name)
    assert (result.records, result.made, result.refused) == (2, 1, 1)
    (finding,) = errors(result)
    assert (finding.code, finding.place) == (code, "record 2 (line 3)")


def test_a_profile_that_is_not_whole_is_told(tmp_path):
    (finding,) = actions(tmp_path, "GV-1.1-001").findings
    assert (finding.severity, finding.message) == (
        "warning",
        "1 of kind action, where 212 are published",
    )


def test_the_shipped_files_are_what_the_importers_make(shared):
    from io import BytesIO

    from mitigraph.importers.ucf import read_credo_ucf
    from mitigraph.knowledge_graph import standalone

    real = shared / "real"
    made = {"nist-ai-rmf-1.ttl": read_nist_ai_rmf(real / "nist" / "airmf_core.csv")}
    codes = [
        str(q.object) for q in made["nist-ai-rmf-1.ttl"].quads if q.predicate == SKOS + "notation"
    ]
    path = real / "nexus" / "nist_ai_rmf_actions_data.yaml"
    made["nist-ai-600-1-1.ttl"] = read_nist_ai_600_1(path, codes)
    made["credo-ucf-1.ttl"] = read_credo_ucf(real / "nexus" / "credo.yaml")
    folder = data_root() / "ontology" / "frameworks"
    for name, result in made.items():
        assert not result.findings
        target = BytesIO()
        standalone(result.quads).write(target, format="turtle")
        assert target.getvalue() == (folder / name).read_bytes(), name
