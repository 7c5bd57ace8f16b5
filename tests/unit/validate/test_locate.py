from __future__ import annotations

from mitigraph.terms import Iri
from mitigraph.validate.locate import Place, locate

BASE = "https://w3id.org/mitigraph/"
A, B, C, D, G = (Iri(f"{BASE}id/measure/m/{name}") for name in "ABCDG")
TURTLE = f"""@base <{BASE}> .
@prefix m: <id/measure/m/> .
PREFIX mg: <https://w3id.org/mitigraph/ns#>
# <id/measure/m/A> a comment .

<id/measure/m/A> a mg:Measure ;
    mg:note \"\"\"a text
<id/measure/m/B> is only spoken of here
\"\"\" ;
    mg:near
    m:C ,
    <{D}> .
m:B a mg:Measure .  # m:D .
  m:C a mg:Measure .
<{D}>
    a mg:Measure .
"""


def test_each_way_to_write_a_subject_is_found(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    lines = {node: place.line for node, place in locate([A, B, C, D, G], [path]).items()}
    assert lines == {A: 6, B: 13, C: 14, D: 15}


def test_the_first_file_wins_and_ntriples_are_read(tmp_path):
    first, second = tmp_path / "a.nt", tmp_path / "b.ttl"
    first.write_text(f"<{B}> <urn:p> <{A}> .\n<{A}> <urn:p> <{B}> .\n")
    second.write_text(TURTLE)
    assert locate([A, C], [first, second]) == {
        A: Place(str(first), 2),
        C: Place(str(second), 14),
    }


def test_a_subject_inside_a_graph_is_found_and_the_graph_is_none(tmp_path):
    path = tmp_path / "a.trig"
    path.write_text(f"<{G}> {{\n  <{A}> a <urn:M> .\n}}\n")
    assert locate([A, G], [path]) == {A: Place(str(path), 2)}


def test_escaped_names_and_hash_names_are_resolved(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_text(
        f"@prefix b: <{BASE}> .\nb:id\\/measure\\/m\\/A a b:M .\n"
        "@base <http://e.org/x#y> .\n<#z> a b:M .\n<z> a b:M .\n"
    )
    hashed, sibling = Iri("http://e.org/x#z"), Iri("http://e.org/z")
    places = locate([A, hashed, sibling], [path])
    assert {node: place.line for node, place in places.items()} == {A: 2, hashed: 4, sibling: 5}


def test_formats_without_lines_are_passed_over(tmp_path):
    names = ("a.rdf", "a.jsonld", "a.csv", "a.ttl.gz")
    for name in names:
        (tmp_path / name).write_text(f"<{A}> <urn:p> <urn:o> .\n")
    assert locate([A], [tmp_path / name for name in names]) == {}


def test_undeclared_prefixes_and_bytes_that_are_no_text_do_no_harm(tmp_path):
    path = tmp_path / "a.ttl"
    path.write_bytes(b"x:A a <urn:M> .\n\xff\xfe\n" + f"<{A}> a <urn:M> .\n".encode())
    assert locate([A], [path]) == {A: Place(str(path), 3)}
