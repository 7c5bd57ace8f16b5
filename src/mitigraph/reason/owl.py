"""The door to owlready2, for those who work with classes and individuals as Python objects.

The only module that imports owlready2. It needs the extra `owl`; reasoning with HermiT needs Java
besides. Nothing in mitigraph depends on it: `derive` computes what the product needs.

What people do with the world that they get:

```python
world = mitigraph.load().to_owlready()
onto = world.get_ontology("https://w3id.org/mitigraph/ns#")  # loaded already; nothing is fetched
onto.Measure.instances()                    # every measure, an object each
measure = onto.search_one(iri="*/A1019")    # by IRI; search(type=onto.Source) by class
measure.prefLabel.en, measure.actor         # values as lists
onto.TrainingTimeMeasure.equivalent_to      # definitions as class expressions
with onto:                                  # a class of one's own
    class Both(onto.DeveloperMeasure):
        equivalent_to = [onto.DeveloperMeasure & onto.ManageFunctionMeasure]
owlready2.sync_reasoner_hermit(world)       # Java; then Both.instances()
```

Facets and what follows from them are in the world as statements already; membership of defined
classes is what a reasoner adds.

Sources:
    owlready2 (https://owlready2.readthedocs.io/en/latest/world.html).
"""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from mitigraph.errors import MissingExtraError, MissingProgramError
from mitigraph.store.oxigraph import serialize
from mitigraph.store.protocol import RdfFormat
from mitigraph.terms import BASE, Iri, Literal, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["run_hermit", "to_owlready"]

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = Iri(_RDF + "type")
_IMPORTS: Final = Iri(_OWL + "imports")
#: Types that are left out: see `to_owlready`.
_LEFT_OUT: Final = frozenset({Iri(_OWL + "Ontology"), Iri(_RDFS + "Datatype")})
_STRING: Final = Literal("").datatype
#: Datatypes that owlready2 reads into Python values; it fails on the sight of any other.
_KNOWN: Final = frozenset(
    {Iri(_RDF + "langString")}
    | {Iri(_XSD + name) for name in ("string", "anyURI", "normalizedString", "boolean")}
    | {Iri(_XSD + name) for name in ("integer", "decimal", "double", "float", "int", "long")}
    | {Iri(_XSD + name) for name in ("nonNegativeInteger", "positiveInteger", "short", "byte")}
    | {Iri(_XSD + name) for name in ("dateTime", "date", "time", "duration")}
)


def to_owlready(statements: Iterable[Quad]) -> Any:
    """Load a graph into an owlready2 world of its own.

    Three things are changed, because owlready2 can't take them:

    - `owl:imports` is dropped, since owlready2 would fetch what it names. Whatever is wanted has to
      be among the statements.
    - Of the ontologies that the modules declare, only `https://w3id.org/mitigraph/ns` is kept;
      owlready2 renames all terms after the first one that it meets.
    - A literal of a datatype that it does not know becomes a plain string: years, and record
      numbers, which are typed by their data set. A data set is then no longer a datatype.

    Args:
        statements: The graph: core ontology, schemes, data, and what was derived. Graph names are
            dropped.

    Returns:
        An `owlready2.World`; `world["https://w3id.org/mitigraph/ns#Measure"].instances()` are the
        measures.

    Raises:
        MissingExtraError: If owlready2 isn't installed.
    """
    try:
        import owlready2
    except ImportError as error:
        raise MissingExtraError("owl", needed_for="the OWL view of the graph") from error
    document = BytesIO()
    serialize(_acceptable(statements), document, RdfFormat.NTRIPLES, {})
    document.seek(0)
    world = owlready2.World()
    world.get_ontology(BASE + "ns#").load(fileobj=document, only_local=True)
    return world


def run_hermit(world: Any) -> bool:
    """Let HermiT reason over a world, which then holds what follows, values of properties included.

    Args:
        world: From `to_owlready`.

    Returns:
        Whether the world is consistent; if not, nothing is added to it.

    Raises:
        MissingProgramError: If there is no Java, or HermiT does not run with it.
    """
    import owlready2
    from owlready2.base import OwlReadyInconsistentOntologyError, OwlReadyJavaError

    if shutil.which(owlready2.JAVA_EXE) is None:
        raise MissingProgramError("Java", needed_for="reasoning with HermiT")
    try:
        owlready2.sync_reasoner_hermit(
            world, infer_property_values=True, debug=0, ignore_unsupported_datatypes=True
        )
    except OwlReadyInconsistentOntologyError:
        return False
    except OwlReadyJavaError as error:
        reason = next((line for line in reversed(str(error).splitlines()) if line), "")
        raise MissingProgramError(
            "Java", needed_for="reasoning with HermiT", reason=reason
        ) from error
    return True


def _acceptable(statements: Iterable[Quad]) -> Iterator[Quad]:
    yield Quad(Iri(BASE + "ns"), _TYPE, Iri(_OWL + "Ontology"))
    for subject, predicate, value, _ in statements:
        if predicate == _IMPORTS or (predicate == _TYPE and value in _LEFT_OUT):
            continue
        if isinstance(value, Literal) and value.datatype not in _KNOWN:
            value = value._replace(datatype=_STRING)  # noqa: PLW2901 - the same value, plain
        yield Quad(subject, predicate, value)
