"""Network files: GraphML for Gephi, yEd and NetworkX, and elements for Cytoscape.js.

Sources:
    GraphML (http://graphml.graphdrawing.org/specification.html);
    Cytoscape.js elements JSON (https://js.cytoscape.org/#notation/elements-json).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

__all__ = ["write_cytoscape", "write_graphml"]

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
#: Characters that XML 1.0 has no way to hold; they become U+FFFD.
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_ENTITIES: Final = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def write_graphml(network: nx.Graph[str], target: BinaryIO) -> None:
    """Write a network as GraphML, nodes and edges in its order.

    Lists become text joined by "; ". A character that XML can't hold becomes U+FFFD. An edge of a
    multigraph has its key as the attribute `predicate`.
    """
    target.writelines(line.encode() + b"\n" for line in _graphml(network))


def _graphml(network: nx.Graph[str]) -> Iterator[str]:
    nodes = [(str(node), dict(data)) for node, data in network.nodes(data=True)]
    edges = list(_edges(network))
    keys: dict[tuple[str, str], str] = {}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{_NAMESPACE}">'
    for owner, many in (
        ("node", (data for _, data in nodes)),
        ("edge", (data for _, _, _, data in edges)),
    ):
        for name, kind in sorted(_kinds(many).items()):
            keys[owner, name] = key = f"d{len(keys)}"
            yield (f'  <key id="{key}" for="{owner}" attr.name="{_xml(name)}" attr.type="{kind}"/>')
    direction = "directed" if network.is_directed() else "undirected"
    yield f'  <graph id="{_xml(str(network.name))}" edgedefault="{direction}">'
    for node, data in nodes:
        yield from _element("node", f'id="{_xml(node)}"', data, keys)
    for number, (source, end, _, data) in enumerate(edges):
        ends = f'id="e{number}" source="{_xml(source)}" target="{_xml(end)}"'
        yield from _element("edge", ends, data, keys)
    yield "  </graph>"
    yield "</graphml>"


def _element(
    name: str, attributes: str, data: Mapping[str, Any], keys: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    if not data:
        yield f"    <{name} {attributes}/>"
        return
    yield f"    <{name} {attributes}>"
    for key, value in sorted(data.items()):
        yield f'      <data key="{keys[name, key]}">{_xml(_text(value))}</data>'
    yield f"    </{name}>"


def _kinds(many: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the GraphML type of each attribute that occurs."""
    found: dict[str, str] = {}
    for data in many:
        for name, value in data.items():
            kind = (
                "boolean"
                if isinstance(value, bool)
                else "long"
                if isinstance(value, int)
                else "double"
                if isinstance(value, float)
                else "string"
            )
            if found.setdefault(name, kind) != kind:
                found[name] = "string"
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return str(value)


def _xml(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text), _XML_ENTITIES)


def write_cytoscape(network: nx.Graph[str], target: BinaryIO) -> None:
    """Write a network as Cytoscape.js JSON, nodes and edges in its order.

    Each element's `data` holds its attributes; `name` is a node's label. An edge of a multigraph
    has its key as `predicate`. The members `directed` and `multigraph` let NetworkX read it back.
    """

    def data(**values: Any) -> str:
        return json.dumps({"data": values}, ensure_ascii=False)

    nodes = [
        data(**{**values, "id": node, "value": node, "name": values.get("label", node)})
        for node, values in network.nodes(data=True)
    ]
    edges = [
        data(**values, **({"key": key} if key else {}), id=f"e{n}", source=source, target=end)
        for n, (source, end, key, values) in enumerate(_edges(network))
    ]
    directed, multiple = _flag(network.is_directed()), _flag(network.is_multigraph())
    text = (
        f'{{"data": {{"name": {json.dumps(network.name)}}}, "directed": {directed}, '
        f'"multigraph": {multiple},\n"elements": {{\n"nodes": [\n'
        + ",\n".join(nodes)
        + '\n],\n"edges": [\n'
        + ",\n".join(edges)
        + "\n]}}\n"
    )
    target.write(text.encode())


def _flag(value: bool) -> str:  # noqa: FBT001 - it is what is written
    return "true" if value else "false"


def _edges(network: nx.Graph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield source, target, key and attributes of each edge; a key is an attribute as well."""
    import networkx as nx

    if isinstance(network, nx.MultiGraph):
        for source, end, key, data in network.edges(keys=True, data=True):
            yield str(source), str(end), str(key), {"predicate": str(key), **data}
    else:
        for source, end, data in network.edges(data=True):
            yield str(source), str(end), "", dict(data)
