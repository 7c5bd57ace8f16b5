from __future__ import annotations

import subprocess
import sys

import pytest

from mitigraph.errors import QueryError, UnknownTermError
from mitigraph.query import catalog, find
from mitigraph.query.header import split_header
from mitigraph.resources import asked_query_files, query_files


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "mine.rq").write_text("#+ summary: Mine\nASK {}", encoding="utf-8")
    (tmp_path / "sources.rq").write_text("#+ summary: Other\nASK {}", encoding="utf-8")
    return tmp_path


def test_the_catalogue_is_sorted_and_holds_what_is_shipped_but_not_what_derives_or_checks():
    names = list(catalog())
    assert names == sorted(names)
    assert set(names) == {path.stem for path in asked_query_files()}
    folders = {query.path.parent.name for query in catalog().values()}
    assert "quality" in folders
    assert not folders & {"derive", "foops", "oops", "qskos", "robot", "skos"}


def test_names_are_unique_among_the_shipped_files():
    stems = [path.stem for path in query_files()]
    assert len(stems) == len(set(stems))


def test_a_query_reads_its_header_when_asked():
    query = find("measures-by-facet")
    assert query.summary.startswith("Measures that have the asked values")
    assert query.parameters["risk"].schemes == ("risk-domain", "risk-area")
    assert query.tags[0] == "browse"
    assert query.shadows is None


def test_a_folder_adds_queries_and_shadows_shipped_ones(folder):
    assert find("mine", [folder]).summary == "Mine"
    assert "mine" not in catalog()
    own = find("sources", [folder])
    assert (own.summary, own.path) == ("Other", folder / "sources.rq")
    assert own.shadows == find("sources").path
    assert catalog([folder])["sources"].summary == "Other"


def test_the_later_folder_wins(folder, tmp_path_factory):
    later = tmp_path_factory.mktemp("later")
    (later / "mine.rq").write_text("#+ summary: Newer\nASK {}", encoding="utf-8")
    assert find("mine", [folder, later]).summary == "Newer"
    assert find("mine", [later, folder]).summary == "Mine"


def test_a_file_with_a_byte_order_mark_keeps_its_header(tmp_path):
    (tmp_path / "marked.rq").write_bytes(b"\xef\xbb\xbf#+ summary: Marked\nASK {}")
    assert find("marked", [tmp_path]).summary == "Marked"


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path):
    (tmp_path / "bad.rq").write_bytes(b"ASK { \xff }")
    with pytest.raises(QueryError, match=r"query bad: .*bad\.rq can't be read"):
        find("bad", [tmp_path])


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("cross-tabel", "cross-table"),
        ("Measures by facet", "measures-by-facet"),
        ("duplicates", "possible-duplicates"),
    ],
)
def test_an_unknown_name_is_answered_with_near_ones(asked, near):
    with pytest.raises(UnknownTermError) as caught:
        find(asked)
    assert near in caught.value.suggestions


def test_nothing_near_is_said_so():
    with pytest.raises(UnknownTermError, match="nothing is close"):
        find("zzzz")


def test_finding_and_binding_imports_no_yaml():
    code = (
        "import sys; from mitigraph.query import bind, find; "
        "bind(find('measures-by-facet').text, {}); print('yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", catalog())
def test_every_shipped_header_is_whole(name):
    query = catalog()[name]
    yaml, body = split_header(query.text)
    assert yaml
    assert query.summary[0].isupper()
    assert not query.summary.endswith(".")
    assert query.description.endswith(".")
    assert query.tags[0] == query.path.parent.name
    for parameter in query.parameters.values():
        assert parameter.description
        # A default is written twice, for the reader of the header and for the engine.
        assert f"VALUES ?{parameter.name} {{ {parameter.default or 'UNDEF'} }}" in body
        assert (parameter.kind == "concept") or not parameter.schemes


@pytest.mark.parametrize("name", catalog())
def test_every_shipped_query_is_standard_sparql_with_a_stated_order(name):
    from rdflib.plugins.sparql import prepareQuery

    query = catalog()[name]
    prepared = prepareQuery(query.text)
    if prepared.algebra.name == "SelectQuery":
        # A statement may stand in several graphs of the union, hence DISTINCT or grouping.
        assert "\nORDER BY " in query.text
        assert "SELECT DISTINCT" in query.text or "GROUP BY" in query.text
