from __future__ import annotations

import pytest

from mitigraph.errors import QueryError
from mitigraph.query.header import Parameter, parse_header, split_header

TEXT = """\
#+ summary: All of it
#+ description: >
#+   Two
#+   lines.
#+ params:
#+   actor: {kind: concept, scheme: [a, b], default: "x:y", required: true, description: who}
#+   word:
#+ tags: [one, two]
#+ closure: yes
#+ users: [analyst, auditor]

# no header any more
SELECT * {}
"""


def test_splits_header_and_body():
    yaml, body = split_header(TEXT)
    assert yaml.startswith("summary: All of it\ndescription: >\n  Two\n")
    assert body == "\n# no header any more\nSELECT * {}\n"


def test_a_text_without_header_is_all_body():
    assert split_header("ASK {}") == ("", "ASK {}")
    assert split_header("ASK {}\n#+ late: true\n") == ("", "ASK {}\n#+ late: true\n")


def test_reads_every_key():
    header = parse_header(split_header(TEXT)[0])
    assert (header.summary, header.description) == ("All of it", "Two lines.")
    assert header.tags == ("one", "two")
    assert header.parameters == {
        "actor": Parameter("actor", "concept", ("a", "b"), "who", "x:y", required=True),
        "word": Parameter("word", "text"),
    }
    assert header.extra == {"closure": "yes", "users": "analyst, auditor"}


def test_the_scheme_of_a_parameter_is_its_first():
    assert parse_header(split_header(TEXT)[0]).parameters["actor"].scheme == "a"
    assert Parameter("word", "text").scheme is None


def test_an_empty_header_is_empty():
    header = parse_header("")
    assert (header.summary, header.parameters, header.tags) == ("", {}, ())


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("summary: [", "is no YAML"),
        ("- a list", "is no mapping"),
        ("params: [actor]", "is no mapping"),
        ("params: {actor: who}", "parameter actor is no mapping"),
        ("params: {actor: {kind: person}}", "kind person; known: concept, measure"),
    ],
)
def test_a_wrong_header_is_refused_with_the_name_of_the_query(yaml, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        parse_header(yaml, query="my-query")
    assert caught.value.query == "my-query"
