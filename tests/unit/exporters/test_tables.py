"""Tables: the right cells, no formula that runs, the same bytes twice."""

from __future__ import annotations

import csv
import io
import json

import pytest

from mitigraph.exporters.tables import COLUMNS, table_csv, table_tsv
from mitigraph.terms import measure_iri

openpyxl = pytest.importorskip("openpyxl")


def test_csv_has_one_row_a_measure(sample, exported):
    data, account = exported(sample, "csv")
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert [row["id"] for row in rows] == ["test/M2", "test/M1", "test/M3"], "by label"
    assert list(rows[0]) == list(COLUMNS)
    assert rows[1] | {"iri": ""} == {
        "id": "test/M1",
        "label": "Filter what a model learns from",
        "definition": "Unwanted texts are taken out before training.",
        "category": "airi-mitigation/1/1.1; airi-mitigation/2/1.1",
        "category_label": "1.1 Training data; 1.1 Data of the model",
        "actor": "actor/1/developer",
        "stage": "",
        "function": "",
        "risk": "",
        "source": "source/test2024",
        "status": "curated; preliminary; published",
        "iri": "",
    }
    assert account.summary() == "csv: 3 measures"


def test_a_table_without_preliminary_data_says_what_it_left_out(sample, exported):
    data, account = exported(sample, "csv", preliminary=False)
    row = next(one for one in csv.DictReader(io.StringIO(data.decode())) if one["id"] == "test/M1")
    assert row["category"] == "airi-mitigation/1/1.1"
    assert row["status"] == "curated; published"
    assert account.left_out == 4


def test_the_account_of_a_table_names_what_has_no_column(sample, exported):
    lost = {one.what.partition(":")[0]: one.count for one in exported(sample, "csv")[1].losses}
    assert lost["assessments"] > 0
    assert lost["expert opinions"] > 0
    sheets = {one.what.partition(":")[0] for one in exported(sample, "xlsx")[1].losses}
    assert "other names" in sheets
    assert not sheets & {"assessments", "expert opinions", "matches with controls"}


def test_a_selection_of_rows(sample, exported):
    data, _ = exported(sample, "tsv", measures=[measure_iri("test", "M3")])
    lines = data.decode().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["id", "test/M3"]


def test_json_has_lists_where_there_may_be_several(sample, exported):
    objects = json.loads(exported(sample, "json")[0])
    assert objects[0]["actor"] == ["actor/1/deployer"]
    assert objects[0]["category"] == []
    assert objects[0]["label"] == "Ask before release"


def test_text_with_separators_survives_csv_and_fits_into_tsv():
    row = {"id": 'a,"b"\nc', "label": "x\ty"}
    target = io.BytesIO()
    table_csv([row], target)
    assert next(csv.DictReader(io.StringIO(target.getvalue().decode())))["id"] == row["id"]
    target = io.BytesIO()
    table_tsv([row], target)
    assert target.getvalue().decode().splitlines()[1].startswith('a,"b" c\tx y\t')


def test_the_workbook_has_six_sheets_with_filters_and_fixed_headers(sample, exported):
    book = openpyxl.load_workbook(io.BytesIO(exported(sample, "xlsx")[0]))
    assert book.sheetnames == [
        "measures",
        "read me",
        "assessments",
        "opinions",
        "concepts",
        "crosswalk",
    ]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
    assert [sheet.max_row for sheet in book] == [4, 9, 8, 2, 13, 1]
    claim = [cell.value for cell in book["opinions"][1]].index("claim") + 1
    assert book["opinions"].cell(2, claim).value == "@ home it helps little; -2 points"


def test_a_cell_that_looks_like_a_formula_is_text(sample, exported):
    sample.update(
        "INSERT DATA { GRAPH <urn:g> { <https://w3id.org/mitigraph/id/measure/test/M4>"
        " a mg:Measure ;"
        ' skos:prefLabel "=HYPERLINK(1)"@en ; skos:definition "+1\\u0007"@en } }'
    )
    book = openpyxl.load_workbook(io.BytesIO(exported(sample, "xlsx")[0]))
    row = next(row for row in book["measures"] if row[0].value == "test/M4")
    assert (row[1].value, row[1].data_type, row[1].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert row[2].value == "+1\ufffd"
