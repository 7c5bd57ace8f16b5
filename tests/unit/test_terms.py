from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mitigraph.terms import (
    BASE,
    MG,
    PREFIXES,
    BlankNode,
    Iri,
    Literal,
    Quad,
    assessment_iri,
    compact,
    concept_iri,
    expand,
    identifier_datatype,
    is_iri,
    measure_iri,
    n3,
    opinion_iri,
    slug,
    source_iri,
)

LOCAL = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,12}", fullmatch=True)
#: Prefixes of namespaces for which `compact` has a form of its own.
OWN = ("mgd", "mgs", "mgc", "mgg", "mgsh")


class TestLiteral:
    def test_with_a_language_it_is_a_lang_string(self):
        lang_string = PREFIXES["rdf"] + "langString"
        literal = Literal("Deploy", language="en")
        assert literal.datatype == lang_string
        assert literal == Literal("Deploy", Iri(lang_string), "en")
        assert literal != Literal("Deploy")
        assert literal == ("Deploy", lang_string, "en")

    def test_without_it_is_a_string(self):
        assert Literal("x").datatype == PREFIXES["xsd"] + "string"
        assert Literal("x", Iri("urn:t"))._replace(value="y") == Literal("y", Iri("urn:t"))

    @pytest.mark.parametrize(
        ("literal", "expected"),
        [
            (Literal('a "b" \\ \n\r\t\x00\x7f'), r'"a \"b\" \\ \n\r\t\u0000\u007F"'),
            (Literal("ü 漢 😀"), '"ü 漢 😀"'),
            (Literal("x", language="de-AT"), '"x"@de-AT'),
            (Literal("1", Iri("urn:t")), '"1"^^<urn:t>'),
        ],
    )
    def test_n3(self, literal, expected):
        assert literal.n3() == n3(literal) == expected

    @given(st.text())
    def test_n3_never_ends_before_its_end(self, text):
        written = Literal(text).n3()
        inner = written[1:-1].replace("\\\\", "").replace('\\"', "")
        assert '"' not in inner
        assert "\n" not in inner
        assert not inner.endswith("\\")

    @pytest.mark.parametrize(
        "literal",
        [
            Literal("x", Iri("urn:t> . } ; CLEAR ALL #")),
            Literal("x", language="en . } CLEAR ALL #"),
        ],
    )
    def test_n3_lets_nothing_break_out(self, literal):
        with pytest.raises(ValueError, match=r"not an? "):
            literal.n3()


class TestN3:
    def test_iris_and_blank_nodes(self):
        assert n3(Iri("urn:a")) == "<urn:a>"
        assert n3(BlankNode("b0")) == "_:b0"

    @pytest.mark.parametrize("bad", list(' <>"{}|^`\\\n\x00'))
    def test_what_could_end_an_iri_is_refused(self, bad):
        with pytest.raises(ValueError, match="not an IRI"):
            n3(Iri(f"urn:a{bad}b"))

    def test_a_term_says_what_it_is(self):
        assert repr(Iri("urn:a")) == "Iri('urn:a')"
        assert repr(BlankNode("b")) == "BlankNode('b')"
        assert Quad(Iri("urn:a"), Iri("urn:b"), Iri("urn:c")).graph is None


#: What an IRI may or may not have in it, and where.
ODD = (
    "ab/:?#@%2fF-._~!$&'()*+,;= <>\"{}|^`\\\n\x7f\x85é\u202e\u3042\ue000\ufdd0\ufffd\ufffe"
    + "".join(map(chr, (0x1FFFE, 0x1FFFF, 0xE0000, 0xE1000, 0xEFFFF, 0xF0001, 0x10FFFD, 0x10FFFF)))
)


class TestIris:
    @given(
        st.sampled_from(
            ["", "a", "http://", "https://a", "https://a:8", "urn:", "x:", "http://a/"]
        ),
        st.text(st.sampled_from(ODD), max_size=7),
    )
    def test_what_is_one_is_what_the_embedded_store_takes(self, start, rest):
        try:
            taken = bool(pyoxigraph.NamedNode(start + rest))
        except ValueError:
            taken = False
        assert is_iri(start + rest) == taken

    @pytest.mark.parametrize(
        "text", ["http://[::", "https://example.org/a%2", "skos:a b", "mg:#x#y", "\ud800:a"]
    )
    def test_what_no_store_takes_is_not_expanded(self, text):
        assert expand(text) is None


class TestNames:
    @given(st.sampled_from(sorted(set(PREFIXES) - set(OWN))), LOCAL)
    def test_a_prefixed_name_is_expanded_and_compacted(self, prefix, local):
        iri = expand(f"{prefix}:{local}")
        assert iri == PREFIXES[prefix] + local
        assert compact(iri) == f"{prefix}:{local}"

    @given(st.sampled_from(OWN), LOCAL)
    def test_prefixes_of_our_data_are_expanded_too(self, prefix, local):
        assert expand(f"{prefix}:{local}") == PREFIXES[prefix] + local

    @pytest.mark.parametrize(
        "text", ["https://example.org/a", "<https://example.org/a>", "urn:a", "http://x/#y"]
    )
    def test_whole_iris_are_expanded_to_themselves(self, text):
        iri = expand(text)
        assert iri == text.strip("<>")
        assert compact(iri) == iri

    @pytest.mark.parametrize("text", ["", "A1019", "nope:x", "a b", "http://x/ y", "<http://x>y>"])
    def test_what_is_none_of_these_is_none(self, text):
        assert expand(text) is None

    @given(st.text())
    def test_any_text_is_looked_at_without_a_fault(self, text):
        iri = expand(text)
        assert iri is None or isinstance(compact(iri), str)

    @pytest.mark.parametrize(
        ("iri", "expected"),
        [
            (measure_iri("mit-2025", "A 10/19"), "mit-2025/A-10-19"),
            (source_iri("Gipiškis 2024"), "source/gipiskis-2024"),
            (concept_iri("actor", 1, "developer"), "actor/1/developer"),
            (Iri(BASE + "class/actor/1/developer"), "class/actor/1/developer"),
            (Iri(BASE + "graph/data"), "graph/data"),
            (Iri(BASE + "shape/measure"), "shape/measure"),
            (MG["Measure"], "mg:Measure"),
            (identifier_datatype("mit-2025"), "dataset/mit-2025"),
        ],
    )
    def test_short_forms(self, iri, expected):
        assert compact(iri) == expected

    @given(st.text())
    def test_a_slug_is_fit_for_an_iri(self, text):
        made = slug(text)
        assert n3(measure_iri("d", text or "x"))
        assert slug(made) == made
        assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


class TestHashes:
    def test_every_part_counts(self):
        base = ("urn:m", "urn:s", "urn:a", "2025-07-23T00:00:00Z", 1)
        made = {assessment_iri(*base)}
        for place, other in enumerate(("urn:n", "urn:t", "urn:b", "", 2)):
            changed = list(base)
            changed[place] = other
            made.add(assessment_iri(*changed))
        assert len(made) == 6
        assert len({opinion_iri("urn:m", "urn:p", number) for number in range(9)}) == 9

    def test_they_are_the_same_for_ever(self):
        # data that others hold refers to these
        assert compact(assessment_iri("urn:m", "urn:s", "urn:a")) == "assessment/efa554506476b0ae"
        assert compact(opinion_iri("urn:m", "urn:p", 1)) == "opinion/8183e1b2606953b6"
