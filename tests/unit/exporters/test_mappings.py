from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.exporters.mappings import generate_mappings, turtle_of
from mitigraph.mapping import mapping_statements, read_sssom
from mitigraph.resources import data_root
from mitigraph.store.oxigraph import parse
from mitigraph.store.protocol import RdfFormat

FOLDER = data_root() / "ontology" / "mappings"
SETS = sorted(FOLDER.glob("*.sssom.tsv"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_the_turtle_says_what_the_table_says(path):
    found = read_sssom(path).mapping_set
    said = set(parse(turtle_of(found).encode(), RdfFormat.TURTLE))
    assert said == set(mapping_statements(found))


def test_the_shipped_turtle_is_made_from_the_tables():
    wanted = generate_mappings(FOLDER)
    assert {path.name for path in FOLDER.glob("*.sssom.ttl")} == set(wanted)
    assert len(wanted) == len(SETS) > 0
    for name, text in wanted.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, name


def test_a_table_with_a_bad_row_makes_no_turtle(tmp_path):
    text = (FOLDER / "mit-2025_credo-ucf.sssom.tsv").read_text(encoding="utf-8")
    text = text.replace("skos:exactMatch", "sk:exactMatch", 1)
    (tmp_path / "bad.sssom.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match='unknown prefix "sk"'):
        generate_mappings(tmp_path)
