from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import QueryError, QueryRefusedError
from mitigraph.store.guard import (
    Inspected,
    check_query,
    check_update,
    form_of,
    tokens,
    with_prefixes,
)

PROLOGUE = "PREFIX e: <http://127.0.0.1:9/> PREFIX SERVICEe: <http://127.0.0.1:9/> "

# Each of these sent a request when pyoxigraph 0.5 was given it without a guard.
REACHING = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { SERVICE<http://127.0.0.1:9/>{} }",
    "SELECT * { SERVICESILENT<http://127.0.0.1:9/>{} }",
    "SELECT * { SERVICEe:{} }",
    "SELECT * { ?s ?p ?o. SERVICEe:x{} }",
    "SELECT * { ?s ?p e:a.b.SERVICE e:x {} }",
    "SELECT * { OPTIONAL{?s ?p e:.SERVICE e:x {} }}",
    "SELECT * { ?s ?p true.SERVICE e:x {} }",
    "SELECT * { ?s ?p ?o.SERVICE e:x {} }",
    "SELECT * { ?s ?p ?o FILTER(true)SERVICE e:x {} }",
    "SELECT * { ?s ?p ?o FILTER(?o<?p)SERVICE e:x {} }",
    "SELECT * { {SELECT * {SERVICE SILENT e:x {}}} }",
    "SELECT * { ?s ?p ?o FILTER(EXISTS{SERVICE e:x {}})}",
    "SELECT * { ?s ?p 1.SERVICE e:x {} }",
    "SELECT * { ?s ?p 'x'SERVICE e:x {} }",
    "SELECT * { ?s ?p 1SERVICE e:x {} }",
    "SELECT * { LATERAL{SERVICE e:x {}} }",
    "SELECT*{?s ?p '''a'b''c'''.SERVICE e:x{}}",
    "SELECT*{?s ?p ?o FILTER(?s<e:a)SERVICE e:x{}#>\n}",
    "SELECT*{?s ?p ?o FILTER(1<e:a||<a:#>=2)SERVICE e:x{}\n}",
    "SELECT*{?s e:p+?o service e:x{}\n}",
    "SELECT * {#\rSERVICE e:x {} }",
    "SELECT * { \\u0053ERVICE e:x {} }",
    'SELECT * { ?s ?p "\\u0022. SERVICE e:x {} #"\n}',
]
HARMLESS = [
    "SELECT ?service { ?service ?p $service }",
    "PREFIX service: <http://example.org/SERVICE/> SELECT * { ?s service:service ?o }",
    'SELECT * { ?s ex:a.service ?o . ?o ex:service "SERVICE <x> {}" }',
    "SELECT * { ?s ?p '''it's a SERVICE <http://x> {}''' } # SERVICE <http://x> {}",
    'SELECT * { ?s ?p "a \\" SERVICE e:x {}", \'SERVICE e:x {}\'@en-service }',
    "SELECT * { GRAPH services:g { <http://example.org/SERVICE> ?p _:service } }",
]


@pytest.mark.parametrize("text", REACHING)
def test_service_is_found_wherever_it_hides(text):
    with pytest.raises(QueryRefusedError, match="SERVICE at line"):
        check_query(PROLOGUE + text)
    with pytest.raises(QueryRefusedError, match="SERVICE at line"):
        check_update("INSERT { ?s ?p ?o } WHERE " + text[text.index("{") :])
    check_query(PROLOGUE + text, allow_service=True)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_alone_is_no_service(text):
    assert check_query(text) == Inspected()


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "LOADSILENT<http://127.0.0.1:9/>",
        "LOAD SILENT <file:///etc/hostname> INTO GRAPH <urn:g>",
        "PREFIX e: <http://127.0.0.1:9/> LOADe:x",
        "CLEAR ALL ; load <http://127.0.0.1:9/>",
        "\\u004COAD <http://127.0.0.1:9/>",
    ],
)
def test_load_is_found(text):
    with pytest.raises(QueryRefusedError, match="LOAD at line 1"):
        check_update(text)
    check_update(text, allow_load=True)


@pytest.mark.parametrize(
    "text",
    [
        'INSERT DATA { <urn:load> ex:load "LOAD <http://x>" }',
        "PREFIX load: <urn:load:> WITH load:g DELETE { ?load ?p ?o } WHERE { ?load ?p ?o }",
    ],
)
def test_the_word_alone_is_no_load(text):
    check_update(text)


@pytest.mark.parametrize(
    "text", ["CLEAR ALL", "# SELECT\ninsert data {}", "PREFIX a: <b:> DROP ALL"]
)
def test_an_update_is_no_query(text):
    with pytest.raises(QueryRefusedError, match="update"):
        check_query(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("base <http://x/> prefix select: <urn:x> # ask\n construct {} where {}", "CONSTRUCT"),
        ("", ""),
        ("# nothing", ""),
        ("{}", ""),
    ],
)
def test_form(text, form):
    assert form_of(text) == form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("SELECT * from named <urn:g> WHERE { GRAPH ?g { ?s ?p ?o } }", True),
        ("SELECT ?from { ?from ?p 'FROM <x>' } # FROM <x>", False),
        ("SELECT * { ?from ?p ?o }", False),
    ],
)
def test_from(text, expected):
    assert check_query(text).names_dataset is expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {" + "{" * 5_000 + "}" * 5_000 + "}",
        "SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }",
        "SELECT * { ?s ?p " + "(" * 5_000 + ")" * 5_000 + "}",
        "SELECT * { FILTER(" + "STR(" * 2_000 + "1" + ")" * 2_000 + ") }",
        "SELECT * { FILTER(" + "!" * 100_000 + "1) }",
        "SELECT * { FILTER(" + "1+" * 10_000 + "1) }",
        "SELECT * { FILTER(" + "1||" * 100_000 + "1) }",
        "SELECT * { ?s " + "<a:a>/" * 100_000 + "<a:a> ?o}",
        "SELECT * { " + "{} UNION " * 50_000 + "{}}",
        "SELECT * { " + "OPTIONAL {} " * 50_000 + "}",
    ],
    ids=lambda text: text[:30],
)
def test_what_would_end_the_process_is_refused(text):
    with pytest.raises(QueryError, match=r"deep|operators"):
        check_query(text)


def test_a_long_list_of_values_is_fine():
    values = " ".join(f"<https://example.org/a-b/{number}+x>" for number in range(20_000))
    assert check_query(f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o }}") == Inspected()


def test_prefixes_are_added_that_are_used_and_not_declared():
    text = "PREFIX skos: <urn:own> SELECT * { ?s skos:a mg:b, 'owl:c', <dcat:d>, _:prov, ?x:e }"
    assert with_prefixes(text) == "PREFIX mg: <https://w3id.org/mitigraph/ns#> " + text


@given(st.text())
def test_any_text_is_made_of_tokens(text):
    found = list(tokens(text))
    assert all(text[token.start :].startswith(token.text) for token in found)
    form_of(text)
    with_prefixes(text)


NOISE = st.lists(
    st.sampled_from(
        [
            "'it'", '"a # b"', "'''x'y'''", "<http://x/#SERVICE>", "# SERVICE <x>\n", "?service",
            "e:service", "_:b", "1.5", "true", "FILTER(?a < 1)", "?s ?p ?o .", "{ }", "\n", "@en",
            "e:a\\'b", "e:%41", "$x",
        ]
    )
)  # fmt: skip


@given(NOISE, NOISE, st.sampled_from(["SERVICE", "service", "SERVICE SILENT", "SerVice"]))
def test_service_is_found_in_any_place(before, after, word):
    left, right = " ".join(before), " ".join(after)
    check_query(f"SELECT * {{ {left} {right} }}")
    with pytest.raises(QueryRefusedError):
        check_query(f"SELECT * {{ {left} {word} <http://127.0.0.1:9/> {{ }} {right} }}")
