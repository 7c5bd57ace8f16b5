from __future__ import annotations

import pytest

from mitigraph.errors import DataError
from mitigraph.reader.yaml import YamlMapping, parse_yaml


def test_values_stay_the_text_they_are_and_mappings_know_their_line():
    text = "version: 1.10\nwhen: 2026-11-25\nyes: no\nempty:\nlist:\n  - a: >-\n      b\n      c\n"
    found = parse_yaml(text, path="x.yaml", first_line=3)
    assert found == {
        "version": "1.10",
        "when": "2026-11-25",
        "yes": "no",
        "empty": "",
        "list": [{"a": "b c"}],
    }
    assert isinstance(found, YamlMapping)
    assert (found.line, found["list"][0].line) == (3, 8)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty-text", "no YAML"),
        ("# nothing\n", "empty-text", "no YAML"),
        ("a: 1\nb: [", "syntax", "not well-formed YAML"),
        ("a: b: c", "syntax", "line 1"),
        ("a: 1\na: 2", "duplicate-id", 'line 2: the key "a" twice'),
        ("a: &x [1]\nb: *x", "refused", "line 2: an alias, *x"),
        ("--- a\n--- b", "refused", "second document"),
        ("a: 1\nb: !include x", "refused", "line 2: a tag, !include"),
        ("a: !!python/name:os.system x", "refused", "a tag"),
        ("a: !!int 1.10", "refused", "a tag"),
        ("a: 1\n<<: {b: 2}", "refused", "line 2: a merge key"),
        ("? [a]\n: b", "schema", "a key that is no text"),
        ("[" * 100, "too-large", "64 levels"),
    ],
)
def test_what_hides_or_multiplies_data_is_one_clear_error(text, code, words):
    with pytest.raises(DataError) as caught:
        parse_yaml(text, path="x.yaml")
    assert caught.value.code == code
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.yaml")
    assert caught.value.remedy


def test_no_value_is_empty_text_and_its_word_in_quotes_a_word():
    text = "a: null\nb: ~\nc: 'null'\nd: !!str null\ne: '<<'\nf: !!seq []\ng:\n"
    expected = {"a": "", "b": "", "c": "null", "d": "null", "e": "<<", "f": [], "g": ""}
    assert parse_yaml(text, path="x.yaml") == expected


def test_it_is_the_same_without_the_library_in_c(monkeypatch):
    import yaml

    text = "a: [1, 2]\nb: {c: d}\n"
    fast = parse_yaml(text, path="x")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert parse_yaml(text, path="x") == fast
    with pytest.raises(DataError, match="not well-formed YAML"):
        parse_yaml("a: [", path="x")


def test_every_value_knows_its_line():
    found = parse_yaml(
        "a: 1\nb:\n  - x\n  - y: 2\n    z:\n      - 3\n", path="x.yaml", first_line=5
    )
    assert found.lines == {"a": 5, "b": 6}
    assert found["b"].lines == [7, 8]
    assert found["b"][1].lines == {"y": 8, "z": 9}
    assert found["b"][1]["z"].lines == [10]
