from __future__ import annotations

import pytest

from mitigraph.errors import UnknownTermError
from mitigraph.reader.bridges import BRIDGE_GRAPHS, bridge_file, bridges, load_bridge
from mitigraph.reader.catalog import modules
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.terms import BASE, Iri


def test_every_bridge_is_a_module_of_its_name_that_imports_known_ones():
    for name, path in bridges().items():
        store = OxigraphStore()
        graph = load_bridge(store, name)
        module = Iri(f"{BASE}module/bridge-{name}")
        assert modules()[module] == path
        imports = {q.object for q in store.quads(graph) if q.predicate.endswith("#imports")}
        assert imports
        assert imports <= set(modules())


def test_a_bridge_is_in_a_graph_of_its_own_once():
    store = OxigraphStore()
    assert load_bridge(store, "airo") == load_bridge(store, " AIRO ") == BRIDGE_GRAPHS + "airo"
    assert store.graphs() == [Iri(BRIDGE_GRAPHS + "airo")]


@pytest.mark.parametrize(
    ("asked", "near"), [("dvp", ("dpv",)), ("shema", ("schema",)), ("zzz", tuple(bridges()))]
)
def test_an_unknown_bridge_is_answered_with_those_that_there_are(asked, near):
    with pytest.raises(UnknownTermError) as caught:
        bridge_file(asked)
    assert caught.value.suggestions == near
    assert f'no bridge "{asked}"' in str(caught.value)
