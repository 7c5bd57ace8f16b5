"""What the loader of CISO Assistant lets pass, or stops at, is found here."""

from __future__ import annotations

import copy

import pytest

from mitigraph.interchange.ciso_checks import faults

FRAMEWORK = "urn:acme:risk:framework:rules"
NODE = "urn:acme:risk:req_node:rules:"


def mapping_set(name, source, target, *rows):
    return {
        "urn": f"urn:acme:risk:req_mapping_set:{name}",
        "ref_id": name,
        "name": name,
        "source_framework_urn": source,
        "target_framework_urn": target,
        "requirement_mappings": [
            dict(
                zip(
                    ("source_requirement_urn", "target_requirement_urn", "relationship"),
                    row,
                    strict=True,
                )
            )
            for row in rows
        ],
    }


@pytest.fixture
def library():
    other = "urn:intuitem:risk:framework:nist-ai-rmf-1.0"
    govern = "urn:intuitem:risk:req_node:nist-ai-rmf-1.0:govern-1.1"
    return {
        "urn": "urn:acme:risk:library:rules",
        "locale": "en",
        "ref_id": "rules",
        "name": "Rules",
        "version": 1,
        "packager": "acme",
        "objects": {
            "threats": [{"urn": "urn:acme:risk:threat:t1", "ref_id": "T1", "name": "Theft"}],
            "reference_controls": [
                {"urn": "urn:acme:risk:function:c1", "ref_id": "C1", "name": "Locks"}
            ],
            "framework": {
                "urn": FRAMEWORK,
                "ref_id": "rules",
                "implementation_groups_definition": [{"ref_id": "S", "name": "Suppliers"}],
                "requirement_nodes": [
                    {"urn": NODE + "a", "depth": 1, "name": "A"},
                    {
                        "urn": NODE + "a.1",
                        "depth": 2,
                        "parent_urn": NODE + "a",
                        "ref_id": "A.1",
                        "implementation_groups": ["S"],
                        "reference_controls": ["urn:acme:risk:function:c1"],
                        "threats": ["urn:acme:risk:threat:t1"],
                    },
                ],
            },
            "requirement_mapping_sets": [
                mapping_set("there", FRAMEWORK, other, (NODE + "a.1", govern, "subset")),
                mapping_set("back", other, FRAMEWORK, (govern, NODE + "a.1", "superset")),
            ],
        },
    }


def nodes(library):
    return library["objects"]["framework"]["requirement_nodes"]


def row(library):
    return library["objects"]["requirement_mapping_sets"][0]["requirement_mappings"][0]


def control(library):
    return library["objects"]["reference_controls"][0]


def test_a_sound_library_has_no_fault_whatever_types_its_scalars_have(library):
    assert faults(library) == []
    library["version"] = "1"
    nodes(library)[1]["depth"] = "2"
    assert faults(library) == []


@pytest.mark.parametrize(
    ("change", "severity", "code", "word"),
    [
        (lambda x: row(x).update(relationship="narrower"), "error", "unknown-term", "narrower"),
        (
            lambda x: row(x).update(source_requirement_urn=NODE + "a.9"),
            "error",
            "dangling-ref",
            "a.9",
        ),
        (lambda x: row(x).update(target_requirement_urn=""), "error", "missing-field", "target"),
        (lambda x: row(x).update(target_requirement_urn="G 1"), "error", "bad-id", "no URN"),
        (lambda x: row(x).update(rationale="gut feeling"), "warning", "unknown-term", "gut"),
        (lambda x: row(x).update(strength_of_relationship=11), "warning", "wrong-type", "11"),
        (lambda x: nodes(x)[1].update(parent_urn=NODE + "b"), "warning", "dangling-ref", ":b"),
        (lambda x: nodes(x)[1].update(depth=3), "warning", "schema", "depth"),
        (lambda x: nodes(x).append(nodes(x)[1]), "error", "duplicate-id", "earlier"),
        (lambda x: nodes(x)[0].update(urn=NODE + "a b"), "warning", "bad-id", "letters"),
        (lambda x: nodes(x)[0].update(urn="urn:a"), "error", "bad-id", "urn:x:risk:kind:name"),
        (lambda x: nodes(x)[0].update(name=["A"]), "warning", "wrong-type", "name is no text"),
        (lambda x: nodes(x)[1].update(threats="urn:x"), "warning", "wrong-type", "no list"),
        (lambda x: nodes(x)[1].update(assessable="maybe"), "warning", "wrong-type", "assessable"),
        (
            lambda x: x["objects"]["threats"][0].update(parent_urn="urn:acme:risk:threat:t0"),
            "warning",
            "dangling-ref",
            "t0 above",
        ),
        (lambda x: nodes(x)[0].update(urn=None), "error", "missing-field", "urn"),
        (lambda x: nodes(x)[0].update(urn=NODE + "A"), "warning", "bad-id", "capitals"),
        (lambda x: nodes(x)[0].update(name="n" * 201), "warning", "too-large", "200"),
        (lambda x: nodes(x)[0].update(ref_id="n" * 101), "warning", "too-large", "100"),
        (lambda x: nodes(x)[0].update(name=""), "warning", "empty-text", "without"),
        (lambda x: nodes(x).append("a node"), "error", "wrong-type", "mapping"),
        (
            lambda x: nodes(x)[1].update(reference_controls=["urn:acme:risk:function:c2"]),
            "warning",
            "dangling-ref",
            "c2",
        ),
        (lambda x: nodes(x)[1].update(threats=["urn:x"]), "warning", "dangling-ref", "urn:x"),
        (
            lambda x: nodes(x)[1].update(implementation_groups=["X"]),
            "warning",
            "dangling-ref",
            "group X",
        ),
        (lambda x: control(x).update(category="magic"), "warning", "unknown-term", "magic"),
        (lambda x: control(x).update(csf_function="measure"), "warning", "unknown-term", "measure"),
        (lambda x: control(x).update(ref_id=None), "warning", "missing-field", "ref_id"),
        (
            lambda x: x["objects"]["reference_controls"].append(
                control(x) | {"urn": "urn:acme:risk:function:c2"}
            ),
            "warning",
            "duplicate-id",
            "ref_id and the name",
        ),
        (lambda x: x.update(version="0.1.0"), "warning", "version-mismatch", "0.1.0"),
        (lambda x: x.update(version="9" * 5000), "warning", "version-mismatch", "99"),
        (lambda x: x.pop("version"), "warning", "missing-field", "version"),
        (lambda x: x.update(copyright="c" * 4097), "warning", "too-large", "copyright"),
        (lambda x: x.update(publication_date="May 2026"), "warning", "schema", "May 2026"),
        (
            lambda x: x["objects"].update(frameworks=[x["objects"]["framework"]]),
            "warning",
            "schema",
            "both frameworks and framework",
        ),
        (
            lambda x: x["objects"]["framework"].update(max_score=0),
            "warning",
            "schema",
            "min_score",
        ),
        (lambda x: x.update(packager="intuitem"), "warning", "bad-id", "reserved"),
        (lambda x: x.update(packager="other"), "warning", "bad-id", "other"),
        (lambda x: x.update(urn="rules"), "warning", "bad-id", "library"),
        (lambda x: x.update(dependencies=["nist"]), "warning", "bad-id", "nist"),
        (lambda x: x["objects"].clear(), "warning", "empty-text", "no framework"),
        (
            lambda x: x["objects"]["framework"].update(min_score=4, max_score=4),
            "warning",
            "schema",
            "min_score",
        ),
        (
            lambda x: x["objects"]["framework"].update(requirement_nodes=[]),
            "warning",
            "empty-text",
            "without requirements",
        ),
        (
            lambda x: x["objects"]["framework"]["implementation_groups_definition"].append(
                {"ref_id": "S"}
            ),
            "warning",
            "duplicate-id",
            "groups S",
        ),
        (
            lambda x: x["objects"]["requirement_mapping_sets"][1]["requirement_mappings"][0].update(
                relationship="subset"
            ),
            "warning",
            "schema",
            "not the inverse",
        ),
        (
            lambda x: x["objects"]["requirement_mapping_sets"][0].update(source_framework_urn=None),
            "warning",
            "missing-field",
            "source_framework_urn",
        ),
    ],
)
def test_what_is_wrong_is_told(library, change, severity, code, word):
    change(library)
    found = [(one.severity, one.code) for one in faults(library) if word in one.message]
    assert (severity, code) in found


def test_a_library_that_says_no_more_than_the_loader_needs_has_no_fault(library):
    library.pop("locale")
    nodes(library)[1]["assessable"] = "yes"
    library["objects"]["frameworks"] = [library["objects"].pop("framework")]
    library["objects"]["techniques"] = [
        {"urn": "urn:acme:risk:technique:x1", "ref_id": "X1", "name": "Theft"},
        {
            "urn": "urn:acme:risk:technique:x1.1",
            "ref_id": "X1.1",
            "parent_urn": "urn:acme:risk:technique:x1",
            "reference_controls": ["urn:acme:risk:function:c1"],
        },
    ]
    assert faults(library) == []


def test_every_fault_names_its_record_by_a_pointer(library):
    nodes(library)[1]["parent_urn"] = NODE + "b"
    (fault,) = faults(library)
    assert fault.pointer == "/objects/framework/requirement_nodes/1"


def test_what_another_library_may_define_is_no_fault_if_there_is_a_dependency(library):
    nodes(library)[1]["reference_controls"] = ["urn:other:risk:function:c2"]
    library["dependencies"] = ["urn:other:risk:library:controls"]
    assert faults(library) == []


def test_requirements_that_are_known_from_elsewhere_have_to_exist(library):
    govern = "urn:intuitem:risk:req_node:nist-ai-rmf-1.0:govern-"
    assert faults(library, nodes=[govern + "1.1"]) == []
    told = faults(library, nodes=[govern + "9.9"])
    assert {(one.severity, one.code) for one in told} == {("error", "dangling-ref")}


@pytest.mark.parametrize("value", [None, 7, "text", [], [[]], {"a": []}, True])
def test_wrong_types_at_every_key_are_faults_and_no_crash(library, value):
    def keys(held, path=()):
        pairs = held.items() if isinstance(held, dict) else enumerate(held)
        for key, one in pairs:
            yield (*path, key)
            if isinstance(one, (dict, list)):
                yield from keys(one, (*path, key))

    for path in list(keys(library)):
        changed = copy.deepcopy(library)
        inside = changed
        for key in path[:-1]:
            inside = inside[key]
        inside[path[-1]] = value
        assert isinstance(faults(changed), list)
