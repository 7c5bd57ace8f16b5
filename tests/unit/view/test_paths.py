"""Ways in words: each relation in its own direction, what holds both ways told once."""

from __future__ import annotations

from mitigraph.graph.paths import Node, Path, Paths, Relation
from mitigraph.view.paths import ego_diagram, in_words, path_diagram, path_lines, paths_json

M = Node("d/1", "Audit", "measure")
N = Node("d/2", "Review \x1b[1m", "measure")
R = Node("risk-domain/1/1", "1 Harm", "risk")
SAME = (Relation(M.id, "skos:exactMatch", N.id), Relation(N.id, "skos:exactMatch", M.id))
AGAINST = ((Relation(M.id, "mg:riskArea", R.id),), (Relation(N.id, "mg:riskArea", R.id),))
PATHS = Paths(M, N, (Path((M, N), (SAME,)), Path((M, R, N), AGAINST)), more=True)


def test_a_path_is_told_step_by_step():
    assert list(path_lines(PATHS)) == [
        "1. 1 step",
        "   Audit  [d/1]  measure",
        "     ── is the same as ─▶",
        "   Review \N{REPLACEMENT CHARACTER}[1m  [d/2]  measure",
        "",
        "2. 2 steps",
        "   Audit  [d/1]  measure",
        "     ── is against ─▶",
        "   1 Harm  [risk-domain/1/1]  risk",
        "     ◀─ is against ──",
        "   Review \N{REPLACEMENT CHARACTER}[1m  [d/2]  measure",
    ]


def test_json_keeps_every_relation_in_its_direction():
    found = paths_json(PATHS)
    assert (found["from"], found["to"], found["more"]) == ("d/1", "d/2", True)
    assert [path["length"] for path in found["paths"]] == [1, 2]
    assert len(found["paths"][0]["steps"][0]) == 2
    assert found["paths"][1]["steps"][1] == [
        {"source": "d/2", "relation": "mg:riskArea", "words": "is against", "target": R.id}
    ]


def test_the_drawing_joins_the_paths():
    diagram = path_diagram(PATHS)
    assert {box.key: box.column for box in diagram.boxes} == {"d/1": 0, R.id: 1, "d/2": 2}
    assert [(line.source, line.target, line.words) for line in diagram.lines] == [
        ("d/1", "d/2", "is the same as"),
        ("d/1", R.id, "is against"),
        ("d/2", R.id, "is against"),
    ]
    assert diagram.lines[1].says == "Audit is against 1 Harm."
    assert "more that are not drawn" in diagram.description
    assert len(path_diagram(Paths(M, N, (), more=False)).boxes) == 2


def test_the_ego_drawing_has_who_and_when_to_the_left():
    actor = Node("actor/1/user", "User", "actor")
    around = [
        (R, Relation(M.id, "mg:riskArea", R.id)),
        (actor, Relation(M.id, "mg:actor", actor.id)),
        (N, Relation(N.id, "skos:broadMatch", M.id)),
    ]
    diagram = ego_diagram(M, around)
    assert [(box.key, box.column) for box in diagram.boxes] == [
        (M.id, 1),
        (actor.id, 0),
        (R.id, 2),
        (N.id, 2),
    ]
    assert diagram.lines[-1].says.startswith("Review")


def test_a_relation_without_words_of_ours_is_read_off_its_name():
    assert in_words("https://acme.example/ns#dependsOn") == "depends on"
