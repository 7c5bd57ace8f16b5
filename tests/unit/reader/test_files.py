"""The law of bad input: one clear error with a code, and the store as it was."""

from __future__ import annotations

import gzip
import io
import os
import sys
import types

import pytest

from mitigraph.errors import DataError, UnsupportedFormatError
from mitigraph.reader import Limits, read_into
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat
from mitigraph.store.rdf import RdflibStore
from mitigraph.terms import Iri, Literal, Quad

OK = "<urn:x:a> <urn:x:p> 'ü' .\n"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:"'
GRAPH = Iri("https://w3id.org/mitigraph/graph/file/in.ttl")
BEFORE = Quad(Iri("urn:x:before"), Iri("urn:x:p"), Literal("1"), GRAPH)


@pytest.fixture(params=[OxigraphStore, RdflibStore])
def store(request):
    made = request.param()
    made.add([BEFORE])
    return made


@pytest.fixture
def read(store, tmp_path):
    def read(content, name="in.ttl", **options):
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        return read_into(store, tmp_path / name, **options)

    return read


@pytest.fixture
def refused(read, store):
    def refused(content, name="in.ttl", **options):
        with pytest.raises(DataError) as caught:
            read(content, name, **options)
        assert list(store.quads()) == [BEFORE]
        assert name in caught.value.path
        assert caught.value.exit_code == 2
        assert "\n" not in str(caught.value)
        return caught.value

    return refused


def nested(opening, closing, depth):
    return opening * depth + closing * depth


class TestGood:
    def test_a_file_goes_into_the_graph_of_its_name(self, read, store):
        loaded = read(OK)
        assert (loaded.statements, loaded.rdf_format) == (1, RdfFormat.TURTLE)
        assert loaded.graph == GRAPH
        assert loaded.unresolved_imports == ()
        assert Quad(Iri("urn:x:a"), Iri("urn:x:p"), Literal("ü"), GRAPH) in set(store.quads())

    def test_the_graph_and_the_format_may_be_given(self, read, store):
        loaded = read(OK, "data.txt", graph=Iri("urn:g"), rdf_format=RdfFormat.TURTLE)
        assert loaded.graph == "urn:g"
        assert Iri("urn:g") in store.graphs()

    @pytest.mark.parametrize("text", ["# nothing yet\n", "@prefix x: <urn:x:> .", "\n"])
    def test_a_file_without_statements_is_no_fault(self, read, text):
        assert read(text).statements == 0

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("in.ttl", OK),
            ("in.nt", '<urn:x:a> <urn:x:p> "1" .\n'),
            ("in.jsonld", '{"@id": "urn:x:a", "urn:x:p": 1}'),
            ("in.rdf", f'<rdf:RDF {RDF}><rdf:Description rdf:about="urn:x:a" x:p="1"/></rdf:RDF>'),
        ],
    )
    def test_a_byte_order_mark_and_gzip_make_no_difference(self, read, name, text):
        data = b"\xef\xbb\xbf" + text.encode()
        assert read(data, name).statements == 1
        assert read(gzip.compress(data), name + ".gz").statements == 1
        assert read(gzip.compress(data), "packed-" + name).statements == 1

    def test_standard_input(self, store, monkeypatch):
        stdin = types.SimpleNamespace(buffer=io.BytesIO(OK.encode()))
        monkeypatch.setattr(sys, "stdin", stdin)
        loaded = read_into(store, "-", rdf_format=RdfFormat.TURTLE)
        assert (loaded.path, loaded.statements) == ("standard input", 1)
        assert loaded.graph == "https://w3id.org/mitigraph/graph/file/standard-input"

    def test_entities_as_protege_writes_them(self, read, store):
        read(
            '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [\n'
            '  <!ENTITY xsd "http://www.w3.org/2001/XMLSchema#" >\n]>\n'
            f'<rdf:RDF {RDF}><rdf:Description rdf:about="urn:x:a">'
            '<x:p rdf:datatype="&xsd;integer">7</x:p></rdf:Description></rdf:RDF>',
            "in.owl",
        )
        seven = Literal("7", Iri("http://www.w3.org/2001/XMLSchema#integer"))
        assert seven in {quad.object for quad in store.quads()}

    def test_imports_that_do_not_ship_are_named_and_not_fetched(self, read):
        text = (
            "<urn:x:o> a <http://www.w3.org/2002/07/owl#Ontology> ;"
            " <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x>, <urn:x:o>,"
            " <https://w3id.org/mitigraph/module/core> ."
        )
        assert read(text).unresolved_imports == (Iri("http://127.0.0.1:9/x"),)

    def test_brackets_in_strings_iris_and_comments_do_not_nest(self, read):
        deep = "[(" * 300
        text = (
            f'# {deep}\n<urn:x:a> <urn:x:p> \'{deep}\', "\\"{deep}",\n'
            f'"""a "b" \\" \'\'\' #\n{deep}""", <urn:x:{"(" * 600}#f> .\n'
        )
        assert read(text).statements == 4


class TestBad:
    def test_broken_turtle(self, refused):
        error = refused("@prefix x: <urn:x:> .\nx:a x:p oops .\n")
        assert (error.code, error.place) == ("syntax", "line 2, column 9")

    def test_a_relative_iri_without_base_says_what_to_do(self, refused):
        error = refused("<a> <urn:x:p> 1 .")
        assert error.code == "syntax"
        assert "base" in error.remedy

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_wide_encodings(self, refused, encoding):
        error = refused((OK * 10).encode(encoding))
        assert error.code == "encoding"
        assert encoding[:6].upper() in error.reason
        assert "UTF-8" in error.remedy

    @pytest.mark.parametrize("name", ["in.ttl", "in.nt", "in.jsonld", "in.rdf"])
    def test_latin_1(self, refused, name):
        error = refused(f"# fine\n{OK}".encode("latin-1"), name)
        assert (error.code, error.place) == ("encoding", "line 2")
        assert "Latin-1" in error.reason

    def test_a_character_cut_in_two_by_a_chunk_is_fine(self, read):
        assert read("#" + "x" * (64 * 1024 - 2) + "ü\n" + OK).statements == 1

    def test_xml_that_says_it_is_latin_1(self, refused):
        error = refused('<?xml version="1.0" encoding="ISO-8859-1"?><a/>', "in.rdf")
        assert error.code == "encoding"

    def test_an_empty_file(self, refused):
        assert refused(b"").code == "empty-text"
        assert refused(gzip.compress(b""), "in.ttl.gz").code == "empty-text"

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"<!DOCTYPE html><html></html>", "web page"),
            (b"PK\x03\x04rest", "zip"),
            (b"%PDF-1.7", "PDF"),
            (bytes(range(256)), "binary"),
        ],
    )
    def test_what_is_no_rdf_at_all(self, refused, data, what):
        assert what in refused(data).reason

    def test_missing_folder_and_forbidden(self, store, tmp_path):
        for path, reason in ((tmp_path / "no.ttl", "no such file"), (tmp_path, "folder")):
            with pytest.raises(DataError, match=reason) as caught:
                read_into(store, path, rdf_format=RdfFormat.TURTLE)
            assert caught.value.code == "unreadable"
        if os.geteuid():
            (tmp_path / "x.ttl").touch(0o000)
            with pytest.raises(DataError, match="permission"):
                read_into(store, tmp_path / "x.ttl")

    def test_unknown_format(self, read, store):
        with pytest.raises(UnsupportedFormatError, match="turtle"):
            read(OK, "in.docx")
        with pytest.raises(UnsupportedFormatError, match="standard input"):
            read_into(store, "-")

    def test_damaged_gzip(self, refused):
        whole = gzip.compress(os.urandom(1000) + OK.encode())
        for data in (whole[:-12], whole[:20] + b"\0\0\0\0" + whole[24:], b"\x1f\x8bnonsense"):
            assert "gzip" in refused(data, "in.ttl.gz").reason

    def test_a_remote_context(self, refused):
        error = refused('{"@context": "http://127.0.0.1:9/c", "a": 1}', "in.jsonld")
        assert error.code == "refused"
        assert "remote context" in error.reason

    def test_a_triple_in_a_triple(self, refused):
        error = refused("<urn:x:a> <urn:x:p> <<( <urn:x:a> <urn:x:p> 1 )>> .")
        assert (error.code, error.place) == ("refused", "near line 1")


class TestTooLarge:
    def test_the_whole_file(self, refused):
        error = refused(OK * 1000, limits=Limits(total_bytes=20_000))
        assert (error.code, error.reason) == ("too-large", "more than 19.5312 KiB")

    @pytest.mark.parametrize("name", ["in.nt", "in.nq"])
    def test_a_line_without_end_is_refused_early(self, store, name, tmp_path):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(4 * 1024**3)  # takes no room on disk
            file.write(b'<urn:x:a> <urn:x:p> "' + b"x" * 100_000)
        with pytest.raises(DataError) as caught:
            read_into(store, path, limits=Limits(line_bytes=50_000))
        assert caught.value.code == "too-large"
        assert caught.value.reason == "a line of more than 48.8281 KiB"

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("in.ttl", "<urn:x:a> <urn:x:p> '''" + "x\n" * 100_000),
            ("in.trig", '<urn:x:a> <urn:x:p> "' + "x" * 200_000),
            ("in.jsonld", '{"@id": "urn:x:a", "urn:x:p": "' + "x" * 200_000),
        ],
    )
    def test_a_literal(self, refused, name, text):
        error = refused(text, name, limits=Limits(token_bytes=50_000))
        assert error.code == "too-large"

    def test_a_literal_beyond_what_the_parser_takes(self, refused):
        error = refused(b'<urn:x:a> <urn:x:p> "' + b"x" * (17 * 1024**2) + b'" .', "in.nt")
        assert error.code == "too-large"

    @pytest.mark.parametrize("depth", [300, 100_000])
    @pytest.mark.parametrize(
        ("name", "before", "opening", "closing"),
        [
            ("in.ttl", "<urn:x:a> <urn:x:p> ", "( ", ") "),
            ("in.ttl", "<urn:x:a> <urn:x:p> ", "[ <urn:x:p>\n", "] "),
            ("in.trig", "<urn:x:a> <urn:x:p> ", "('a'", ")"),
            ("in.jsonld", '{"@id": "urn:x:a", "urn:x:p": ', "[", "]"),
            ("in.jsonld", "", '{"urn:x:p": ', "}"),
            ("in.jsonld", '{"@context": ', '{"x": {"@id": "urn:x:x", "@context": ', "}}"),
            ("in.rdf", f"<rdf:RDF {RDF}>", "<rdf:Description>\n<x:p>", "</x:p></rdf:Description>"),
        ],
    )
    def test_nesting(self, refused, name, before, opening, closing, depth):  # noqa: PLR0913
        error = refused(before + nested(opening, closing, depth), name)
        assert error.code == "too-large"
        assert "nest" in error.reason

    def test_nested_triples(self, refused):
        for depth in (30_000, 300_000):
            text = "<urn:x:a> <urn:x:p> " + "<<( <urn:a> <urn:b> " * depth
            assert refused(text).code == "refused"

    def test_nesting_below_the_limit_is_read(self, read):
        assert (
            read(
                "<urn:x:a> <urn:x:p> " + "( [ <urn:x:p> " * 100 + "1 " + "] ) " * 100 + "."
            ).statements
            > 1
        )

    def test_a_gzip_bomb(self, refused):
        bomb = gzip.compress(b"#" + b" \n" * (16 * 1024**2), 9)
        error = refused(bomb, "in.ttl.gz")
        assert error.code == "too-large"
        assert "200 times" in error.reason


class TestXml:
    LAUGHS = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )

    @pytest.mark.parametrize(
        ("declarations", "code"),
        [
            (LAUGHS, "refused"),
            ('<!ENTITY a "ha"><!ENTITY b "&#38;a;&#38;a;">', "refused"),
            ('<!ENTITY x SYSTEM "file:///etc/hostname">', "refused"),
            ('<!ENTITY x PUBLIC "p" "http://127.0.0.1:9/x">', "refused"),
            ('<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;', "refused"),
            ("<!ENTITY % x \"<!ENTITY y 'z'>\"> %x;", "refused"),
            (f'<!ENTITY x "{"x" * 2000}">', "too-large"),
        ],
    )
    def test_entities(self, refused, declarations, code):
        text = f"<!DOCTYPE rdf:RDF [{declarations}]><rdf:RDF {RDF}/>"
        assert refused(text, "in.rdf").code == code

    @pytest.mark.parametrize(
        "doctype", ['SYSTEM "http://127.0.0.1:9/x.dtd"', 'PUBLIC "p" "http://127.0.0.1:9/x.dtd"']
    )
    def test_an_external_dtd(self, refused, doctype):
        error = refused(f"<!DOCTYPE rdf:RDF {doctype}><rdf:RDF {RDF}/>", "in.owl")
        assert error.code == "refused"
        assert "never fetched" in error.reason

    def test_references_that_add_up(self, refused):
        declared = f'<!DOCTYPE rdf:RDF [<!ENTITY x "{"x" * 1000}">]>'
        body = f"<rdf:Description><x:p>{'&x;' * 300_000}</x:p></rdf:Description>"
        assert refused(f"{declared}<rdf:RDF {RDF}>{body}</rdf:RDF>", "in.rdf").code == "too-large"

    def test_a_document_that_is_cut_off(self, refused):
        text = f'<rdf:RDF {RDF}>\n<rdf:Description rdf:about="urn:x:a" x:p="1"/>\n'
        error = refused(text, "in.rdf")
        assert error.code == "syntax"
        assert error.place.startswith("line 3")
