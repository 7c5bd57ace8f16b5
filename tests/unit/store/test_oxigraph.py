from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.errors import DataError, QueryError, QueryTimeoutError, StoreError
from mitigraph.store import oxigraph
from mitigraph.store.oxigraph import OxigraphStore, parse, serialize, serialize_sorted
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import PREFIXES, BlankNode, Iri, Literal, Quad

A, P, G = Iri("urn:x:a"), Iri("urn:x:p"), Iri("urn:x:g")
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LITERALS = st.one_of(
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, Iri("urn:x:type"))),
    TEXT.map(lambda text: Literal(text, language="de-at")),
)


def written(quads, rdf_format, **options):
    document = io.BytesIO()
    serialize(quads, document, rdf_format, **options)
    return document.getvalue()


class TestParse:
    def test_the_order_and_the_lexical_forms_are_kept(self):
        document = b'<urn:x:a> <urn:x:p> 01, 1.10, "x"^^<urn:t>, "b"@en .'
        values = [quad.object.value for quad in parse(document, RdfFormat.TURTLE)]
        assert values == ["01", "1.10", "x", "b"]

    def test_it_reads_no_further_than_it_must(self):
        found = parse(b"<urn:x:a> <urn:x:p> 1 . oops", RdfFormat.TURTLE)
        assert next(found).subject == A
        with pytest.raises(DataError):
            next(found)

    def test_labels_of_blank_nodes_are_of_one_document(self):
        labels = {next(parse(b"_:b <urn:x:p> 1 .", RdfFormat.TURTLE)).subject for _ in range(2)}
        assert len(labels) == 2

    @pytest.mark.parametrize("rdf_format", [RdfFormat.TURTLE, RdfFormat.NTRIPLES])
    @given(literal=LITERALS)
    def test_a_literal_as_n3_is_read_back(self, rdf_format, literal):
        document = f"<urn:x:a> <urn:x:p> {literal.n3()} .".encode()
        assert [quad.object for quad in parse(document, rdf_format)] == [literal]


class TestSerialize:
    @pytest.mark.parametrize("rdf_format", set(RdfFormat) - {RdfFormat.RDFXML})
    @given(literals=st.lists(LITERALS, max_size=5))
    def test_what_is_written_is_read_back(self, rdf_format, literals):
        quads = [Quad(A, P, literal, G) for literal in literals]
        if not rdf_format.holds_graphs:
            quads = [quad._replace(graph=None) for quad in quads]
        assert set(parse(written(quads, rdf_format), rdf_format)) == set(quads)

    def test_the_order_given_is_kept(self):
        quads = [Quad(A, P, Literal(value)) for value in ("b", "a", "c")]
        assert list(parse(written(quads, RdfFormat.NTRIPLES), RdfFormat.NTRIPLES)) == quads

    def test_prefixes_stand_in_their_order(self):
        document = written([Quad(A, P, A)], RdfFormat.TURTLE).decode()
        names = [line.split()[1] for line in document.splitlines() if line.startswith("@prefix")]
        assert names == [f"{name}:" for name in PREFIXES]

    def test_the_stream_stays_open(self):
        document = io.BytesIO()
        serialize([], document, RdfFormat.TURTLE)
        assert not document.closed

    @pytest.mark.parametrize("rdf_format", RdfFormat)
    def test_sorted_it_does_not_depend_on_order_repetition_or_labels(self, rdf_format):
        documents = set()
        for one, two, is_reversed in (("a", "b", False), ("z", "y", True)):
            quads = [
                Quad(A, P, BlankNode(one), G),
                Quad(BlankNode(one), P, BlankNode(two), G),
                Quad(BlankNode(two), P, Literal("end"), G),
                Quad(A, P, A),
                Quad(A, P, A),
            ]
            document = io.BytesIO()
            serialize_sorted(reversed(quads) if is_reversed else quads, document, rdf_format)
            documents.add(document.getvalue())
        assert len(documents) == 1
        (document,) = documents
        assert len(list(parse(document, rdf_format))) == 4


class TestStore:
    def test_a_store_on_disk_is_there_again(self, tmp_path):
        store = OxigraphStore(tmp_path / "store")
        store.add([Quad(A, P, A, G)])
        del store
        assert list(OxigraphStore(tmp_path / "store").quads()) == [Quad(A, P, A, G)]

    def test_a_folder_that_can_not_be_opened(self, tmp_path):
        path = tmp_path / "file"
        path.write_text("no store")
        with pytest.raises(StoreError, match="can't open"):
            OxigraphStore(path)

    def test_a_stream_that_fails_leaves_the_store_as_it_was(self):
        class Failing(io.RawIOBase):
            pieces = iter([b"<urn:x:a> <urn:x:p> 1 .\n" * 1000, None])

            def readable(self):
                return True

            def readinto(self, buffer):
                piece = next(self.pieces)
                if piece is None:
                    raise OSError(5, "broken disk")
                count = min(len(piece), len(buffer))
                buffer[:count] = piece[:count]
                return count

        store = OxigraphStore()
        with pytest.raises(OSError, match="broken disk"):
            store.load(io.BufferedReader(Failing()), rdf_format=RdfFormat.TURTLE)
        assert len(store) == 0

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("SELECT *\n{ ?s ?p", "not valid SPARQL at line 2, column 8, where it ends too early"),
            ("SELECT * { ?s nope:x ?o }", 'no PREFIX declares "nope:", used before line 1'),
            ("SELECT * { ?s ?p oops }", 'not valid SPARQL at line 1, column 22, near "}"'),
        ],
    )
    def test_the_place_of_a_fault_in_a_query(self, text, message):
        with pytest.raises(QueryError) as caught:
            OxigraphStore().query(text)
        assert str(caught.value).startswith(message)

    def test_an_iri_that_comes_again_is_the_same_object(self):
        store = OxigraphStore()
        store.add([Quad(A, P, Literal(str(number)), G) for number in range(9)])
        assert len({id(row[0]) for row in store.query("SELECT ?s { ?s ?p ?o }")}) == 1
        assert len({id(quad.graph) for quad in list(store.quads())}) == 1


class TestWithoutFork:
    """What happens where a child process is a new interpreter that gets the data in a file."""

    @pytest.fixture(autouse=True)
    def spawned(self, monkeypatch, tmp_path):
        worker = vars(oxigraph.OxigraphStore)["_worker"]
        defaults = dict(worker.__kwdefaults__) | {"spawn": True}
        monkeypatch.setattr(worker, "__kwdefaults__", defaults)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        yield
        assert list(Path(tmp_path).iterdir()) == []

    def test_query_update_and_limit(self):
        store = OxigraphStore()
        store.add([Quad(A, P, Literal(str(number)), G) for number in range(500)])
        answer = list(store.query("SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o", timeout=60))
        assert len(answer) == 500
        store.update("DELETE WHERE { GRAPH <urn:x:g> { ?s ?p '7' } }", timeout=60)
        assert len(store) == 499
        with pytest.raises(QueryTimeoutError):
            store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.8)


def test_an_update_that_takes_too_long_changes_nothing():
    store = OxigraphStore()
    store.add([Quad(A, P, Literal(str(number)), G) for number in range(500)])
    with pytest.raises(QueryTimeoutError):
        store.update(
            "INSERT { GRAPH <urn:x:new> { ?a ?b ?i } }"
            " WHERE { GRAPH <urn:x:g> { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }",
            timeout=0.3,
        )
    assert store.graphs() == [G]
