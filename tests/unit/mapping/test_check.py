from __future__ import annotations

import json
import re

import pytest

from mitigraph.errors import DataError, UnsupportedFormatError
from mitigraph.mapping import TermList, check_mappings, mapping_statements, read_sssom
from mitigraph.mapping.check import MAPPING_PROPERTIES
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import PREFIXES, Iri

HEAD = """\
# curie_map:
#   x: https://example.org/x/
#   y: https://example.org/y#
#   airo: https://w3id.org/airo#
#   dpv: https://w3id.org/dpv#
# mapping_set_id: https://example.org/{name}
# license: https://creativecommons.org/publicdomain/zero/1.0/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
TURTLE = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix airo: <https://w3id.org/airo#> .
@prefix x: <https://example.org/x/> .
"""


@pytest.fixture
def table(tmp_path):
    """Write an SSSOM file of rows `subject predicate object [justification] [confidence]`."""

    def write(*rows: str, name: str = "set", head: str = HEAD):
        path = tmp_path / f"{name}.sssom.tsv"
        lines = [row.split(" ") for row in rows]
        full = [[*row, *("semapv:LexicalMatching", "")[len(row) - 3 :]] for row in lines]
        text = "".join("\t".join(row) + "\n" for row in full)
        path.write_text(head.format(name=name) + COLUMNS + text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def turtle(tmp_path):
    def write(text: str, name: str = "set.ttl"):
        path = tmp_path / name
        path.write_text(TURTLE + text, encoding="utf-8")
        return path

    return write


def found(report, severity=None):
    return [(one.code, one.line) for one in report.findings if severity in (None, one.severity)]


def test_a_target_that_does_not_exist_is_an_error_with_a_proposal(table):
    report = check_mappings(
        [table("x:a skos:exactMatch airo:RiskControl", "x:b skos:closeMatch dpv:refersToRisk")]
    )
    (error,) = [one for one in report.findings if one.severity == "error"]
    assert (error.code, error.line) == ("dangling-ref", 10)
    assert "object_id https://w3id.org/dpv#refersToRisk" in error.message
    assert "2.3" in error.message
    assert error.remedy == "did you mean https://w3id.org/dpv/risk#refersToRisk?"
    assert not report.conforms


def test_a_term_is_told_once_with_the_number_of_its_rows_and_subjects_are_looked_up_too(table):
    report = check_mappings([table(*(f"airo:Gone skos:closeMatch x:{n}" for n in range(3)))])
    (error,) = [one for one in report.findings if one.code == "dangling-ref"]
    assert "subject_id" in error.message
    assert "2 further rows" in error.message


def test_given_terms_are_the_version_to_check_against(table):
    path = table("x:a skos:exactMatch airo:RiskControl")
    assert check_mappings([path]).conforms
    newer = TermList(Iri("https://w3id.org/airo#"), frozenset({Iri("https://w3id.org/airo#X")}))
    assert found(check_mappings([path], terms=[newer]), "error") == [("dangling-ref", 9)]


def test_what_no_list_is_for_is_a_note_and_a_namespace_nearly_right_an_error(table):
    report = check_mappings([table("x:a skos:exactMatch y:b")])
    assert [one.severity for one in report.findings] == ["note", "note"]
    assert report.conforms
    assert (report.accounts[0].checked, report.accounts[0].unchecked) == (0, 2)
    wrong = HEAD.replace("https://w3id.org/airo#", "http://w3id.org/airo/")
    report = check_mappings([table("x:a skos:exactMatch airo:RiskControl", head=wrong)])
    (error,) = [one for one in report.findings if one.severity == "error"]
    assert error.code == "wrong-namespace"
    assert "https://w3id.org/airo#" in error.message


def test_own_terms_are_known_from_the_graph_and_from_the_users_files(table, tmp_path):
    head = HEAD.replace("#   y:", "#   mgd: https://w3id.org/mitigraph/id/\n#   y:")
    path = table("mgd:measure/own/1 skos:closeMatch airo:RiskControl", head=head)
    assert found(check_mappings([path]), "error") == [("dangling-ref", 10)]
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "<https://w3id.org/mitigraph/id/measure/own/1> a <https://w3id.org/mitigraph/ns#Measure> .",
        encoding="utf-8",
    )
    assert found(check_mappings([path], data=[mine]), "error") == []


def test_every_row_is_read_or_refused_and_every_fault_of_it_told(table):
    path = table(
        "x:a skos:exactMatch x:b",
        "q:a skos:exactMatch x:b",
        "x:a noMatch  semapv:LexicalMatching",
        "x:c skos:exactMatch x:d semapv:Guessing",
        "x:e skos:exactMatch x:f semapv:LexicalMatching 1.6",
        "x:a skos:exactMatch x:b",
    )
    report = check_mappings([path])
    (account,) = report.accounts
    assert (account.rows, account.read, account.refused) == (6, 1, 5)
    assert found(report, "error") == [
        ("bad-id", 10),
        ("bad-id", 11),
        ("missing-field", 11),
        ("unknown-term", 12),
        ("wrong-type", 13),
    ]
    assert ("duplicate-id", 14) in found(report, "warning")


def test_a_refused_row_still_contradicts(table):
    report = check_mappings(
        [table("x:a skos:exactMatch y:b semapv:Guessing", "x:a skos:broadMatch y:b")]
    )
    assert ("S46", 10) in found(report)


def test_a_predicate_that_maps_nothing_is_told(table):
    path = table("x:a x:relates y:b", "x:a skos:sameAs y:b", "x:a rdfs:subClassOf y:b")
    report = check_mappings([path])
    assert ("not-a-mapping-property", 9) in found(report, "warning")
    assert ("not-a-mapping-property", 10) in found(report, "error")
    assert len([code for code, _ in found(report) if code == "not-a-mapping-property"]) == 2


def test_the_mapping_properties_of_skos_are_terms_of_skos():
    lookup = {one for one in MAPPING_PROPERTIES if one.startswith(PREFIXES["skos"])}
    path = data_root() / "ontology" / "vendored" / "skos.terms.txt"
    assert lookup <= set(path.read_text(encoding="utf-8").splitlines())
    assert len(lookup) == 6


def test_a_set_that_calls_itself_by_the_name_of_another_is_told(table):
    owner = table("x:a skos:exactMatch y:b", name="owner")
    head = HEAD.replace("{name}", "owner.sssom.tsv")
    owner.write_text(owner.read_text(encoding="utf-8").replace("/owner", "/owner.sssom.tsv"))
    other = table("x:c skos:exactMatch y:d", name="other", head=head)
    (error,) = [one for one in check_mappings([other, owner]).findings if one.severity == "error"]
    assert (error.file, error.line, error.code) == (str(other), 6, "duplicate-id")
    assert str(owner) in error.message
    assert ("set-id", 6) in found(check_mappings([other]), "warning")
    assert found(check_mappings([owner]), "warning") == []


def test_a_set_in_two_forms_is_one_set(tmp_path):
    source = data_root() / "ontology" / "mappings" / "mit-2025_credo-ucf.sssom.tsv"
    store = OxigraphStore()
    store.add(mapping_statements(read_sssom(source).mapping_set))
    path = tmp_path / "same.ttl"
    with path.open("wb") as target:
        store.dump(target, RdfFormat.TURTLE)
    report = check_mappings([source, path])
    assert report.findings == ()
    assert len({(one.rows, one.refused, one.checked) for one in report.accounts}) == 1


def test_a_namespace_that_runs_into_the_names_and_a_builtin_prefix_taken_are_told(table):
    head = HEAD.replace("org/x/", "org/x").replace(
        "#   y:", "#   skos: https://example.org/skos#\n#   y:"
    )
    report = check_mappings([table("x:a skos:exactMatch y:b", head=head)])
    assert ("no-separator", 2) in found(report, "warning")
    assert ("bad-id", 3) in found(report, "error")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("# license", "# licence", "missing-field", 1),
        ("# mapping_set_id", "# set", "missing-field", 1),
        ("# license", "# sssom_version: '9'\n# license", "version-mismatch", 7),
        ("#   y: https://example.org/y#", "#   y: here", "bad-id", 3),
    ],
)
def test_a_fault_of_the_set_hides_no_row(table, old, new, code, line):
    report = check_mappings(
        [table("x:a skos:exactMatch airo:Gone", head=HEAD.replace(old, new, 1))]
    )
    assert (code, line) in found(report, "error")
    assert "dangling-ref" in {one.code for one in report.findings}
    assert report.accounts[0].rows == report.accounts[0].read == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("\tmapping_justification", "", 1), "missing-field"),
        (
            lambda text: "".join(re.findall(r"^[^#].*\n", text, re.MULTILINE)),
            "missing-field",
        ),
        (lambda text: text + '"open\n', "syntax"),
    ],
)
def test_a_table_that_can_not_be_read_has_all_its_rows_refused(table, change, code):
    path = table("x:a skos:exactMatch y:b", "x:c skos:exactMatch y:d")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    report = check_mappings([path])
    assert [one for one, _ in found(report)] == [code]
    assert report.accounts[0].rows == report.accounts[0].refused >= 2
    assert not report.conforms


def test_rdf_is_read_by_its_axioms_and_its_triples(turtle):
    path = turtle(
        """
x:a skos:exactMatch airo:RiskControl .
x:b skos:broadMatch airo:Gone ; skos:relatedMatch "text" , [] .
x:set a sssom:MappingSet ; sssom:mappings x:m1 , x:m2 , x:m3 , x:m9 .
x:m1 a owl:Axiom ; owl:annotatedSource x:a ; owl:annotatedProperty skos:exactMatch ;
  owl:annotatedTarget airo:RiskControl ; sssom:mapping_justification semapv:LexicalMatching .
x:m2 a owl:Axiom ; owl:annotatedSource x:a ; owl:annotatedProperty skos:broadMatch ;
  owl:annotatedTarget airo:RiskControl ; sssom:mapping_justification semapv:LexicalMatching ;
  sssom:confidence 1.5 ; sssom:similarity_score 22 .
x:m3 a owl:Axiom ; owl:annotatedSource x:c ; owl:annotatedProperty skos:exactMatch .
[] a owl:Axiom ; owl:annotatedSource x:d ; owl:annotatedProperty skos:closeMatch ;
  owl:annotatedTarget airo:Risk ; sssom:mapping_justification semapv:LexicalMatching ;
  sssom:predicate_modifier "Not" .
x:d skos:closeMatch airo:Risk .
[] a owl:Axiom ; owl:annotatedSource x:n ; owl:annotatedProperty skos:note ;
  owl:annotatedTarget "no mapping" ; skos:example "of an annotation" .
"""
    )
    report = check_mappings([path])
    (account,) = report.accounts
    assert account.mapping_set_id == "https://example.org/x/set"
    # m1 to m3, the nameless one, the one that is listed alone; three triples of their own
    assert account.rows == 8
    assert account.refused == 5
    errors = {(one.code, one.line, one.message.partition(" ")[0]) for one in report.findings}
    assert ("dangling-ref", 10, "object_id") in errors
    assert ("dangling-ref", 11, "the") in errors
    assert ("wrong-type", 10, "object") in errors
    assert ("missing-field", 17, "a") in errors
    assert ("wrong-type", 14, "similarity_score") in errors
    assert ("wrong-type", 14, "confidence") in errors
    assert {"S46"} <= {one.code for one in report.findings}


def test_rdf_asserted_beside_its_denial_is_a_contradiction(turtle):
    path = turtle(
        """
x:a skos:closeMatch airo:Risk .
x:m a owl:Axiom ; owl:annotatedSource x:b ; owl:annotatedProperty skos:closeMatch ;
  owl:annotatedTarget airo:Risk ; sssom:mapping_justification semapv:LexicalMatching ;
  sssom:predicate_modifier "Not" .
x:b skos:broadMatch airo:Risk .
x:n a owl:Axiom ; owl:annotatedSource x:b ; owl:annotatedProperty skos:closeMatch ;
  owl:annotatedTarget airo:Risk ; sssom:mapping_justification semapv:ManualMappingCuration .
"""
    )
    assert "asserted-and-denied" in {code for code, _ in found(check_mappings([path]), "error")}


def test_a_file_without_mappings_is_a_warning_and_one_not_well_formed_an_error(turtle):
    assert found(check_mappings([turtle("x:a a owl:Class .")])) == [("empty-text", None)]
    report = check_mappings([turtle("x:a a", "bad.ttl")])
    assert [(one.code, one.severity) for one in report.findings] == [("syntax", "error")]


def test_what_can_not_be_opened_is_no_finding(tmp_path):
    with pytest.raises(DataError, match=r"none\.tsv"):
        check_mappings([tmp_path / "none.tsv"])
    with pytest.raises(UnsupportedFormatError):
        check_mappings([tmp_path / "none.docx"])


def test_the_report_is_written_in_three_forms(table):
    path = table(*(f"x:{n} x:relates airo:Gone{n}" for n in range(7)))
    report = check_mappings([path])
    text = report.text()
    assert "7 rows in = 7 read + 0 refused; 7 terms looked up, 7 not" in text
    assert text.count("... and 2 more") == 2
    assert "... and" not in report.text(verbose=True)
    data = json.loads(report.text("json"))
    assert data["counts"] == {"error": 7, "warning": 7, "note": 1}
    assert data["files"][0]["rows"] == 7
    assert len(data["findings"]) == 15
    lines = report.text("tsv").splitlines()
    assert lines[0] == "file\tline\tcode\tseverity\tmessage\tremedy"
    assert len(lines) == 16
    assert {len(line.split("\t")) for line in lines} == {6}
    with pytest.raises(UnsupportedFormatError):
        report.text("xml")


def test_no_shipped_mapping_has_rotted():
    folder = data_root() / "ontology" / "mappings"
    report = check_mappings(sorted([*folder.glob("*.tsv"), *folder.glob("*.sssom.ttl")]))
    assert [one for one in report.findings if one.severity != "note"] == []
    assert all(account.rows == account.read > 0 for account in report.accounts)


def test_what_is_wrong_with_real_files_of_others_is_found(shared):
    folder = shared / "real" / "nexus"
    report = check_mappings(sorted(folder.glob("*.tsv")))
    assert [(account.rows, account.refused) for account in report.accounts] == [
        (66, 0),
        (295, 185),
        (84, 3),
        (252, 191),
        (820, 0),
        (23, 0),
    ]

    def messages(name, severity, code):
        path = str(folder / name)
        return [
            one.message
            for one in report.findings
            if (one.file, one.severity, one.code) == (path, severity, code)
        ]

    credo = "credo-ucf.sssom.tsv"
    assert len(messages(credo, "error", "unknown-term")) == 185
    scores = messages(credo, "error", "wrong-type")
    assert len(scores) == 97
    assert any('similarity_score "9"' in one for one in scores)
    assert len(messages(credo, "warning", "set-id")) == 1
    agents = messages("owasp_asi2owasp_llm.tsv", "error", "bad-id")
    assert len(agents) == 23
    assert all('unknown prefix "orcid"' in one for one in agents)
    denied = messages("ibm2nistgenai.tsv", "error", "bad-id")
    assert denied == ['"noMatch" is no CURIE'] * 3
    mit = "mit_ai_risk_mitigation_mappings.tsv"
    (same,) = messages(mit, "error", "duplicate-id")
    assert "is that of another set" in same
    assert len(messages(mit, "warning", "no-separator")) == 1
    assert len(messages(mit, "warning", "not-a-mapping-property")) == 820
    causal = messages("mit-ai-risk-repository_ibm-risk-atlas.tsv", "error", "bad-id")
    assert len(causal) == 189
    assert all('"mit-ai-risk-repository-causal"' in one for one in causal)
    alone = check_mappings([folder / "aiuc1_to_owasp_llm_from_tsv_data.tsv"])
    assert alone.conforms
    phenotypes = check_mappings([shared / "real" / "sssom" / "mp-hp-exact-0.0.1.sssom.tsv"])
    assert found(phenotypes, "error") == []
    assert found(phenotypes, "warning") == [("shared-exact-match", 46)]
