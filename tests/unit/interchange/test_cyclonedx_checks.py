"""What CycloneDX's own schema lets pass."""

from __future__ import annotations

import copy

import pytest

from mitigraph.interchange.cyclonedx_checks import faults


def document():
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:00000000-0000-5000-8000-000000000000",
        "version": 1,
        "definitions": {
            "standards": [
                {
                    "bom-ref": "s",
                    "requirements": [
                        {"bom-ref": "a", "identifier": "A"},
                        {"bom-ref": "b", "text": "Do it.", "parent": "a", "openCre": ["CRE:1-2"]},
                    ],
                    "levels": [{"identifier": "1", "requirements": ["b"]}],
                }
            ]
        },
        "declarations": {
            "assessors": [{"bom-ref": "self"}],
            "targets": {"components": [{"bom-ref": "t", "type": "application", "name": "T"}]},
            "evidence": [{"bom-ref": "e"}],
            "claims": [{"bom-ref": "c", "target": "t", "evidence": ["e"]}],
            "attestations": [
                {
                    "assessor": "self",
                    "map": [{"requirement": "b", "claims": ["c"], "conformance": {"score": 0.5}}],
                }
            ],
        },
    }


def test_a_document_in_order_has_none():
    assert faults(document()) == []


STANDARD = "/definitions/standards/0"
MAP = "/declarations/attestations/0/map/0"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("definitions standards 0 requirements 1 parent", "x", ("error", "dangling-ref")),
        ("definitions standards 0 requirements 0 parent", "b", ("error", "dangling-ref")),
        ("definitions standards 0 requirements 1 parent", "b", ("error", "dangling-ref")),
        ("definitions standards 0 requirements 1 bom-ref", "s", ("error", "duplicate-id")),
        ("definitions standards 0 requirements 1 text", " ", ("warning", "empty-text")),
        ("definitions standards 0 requirements 1 text", 7, ("error", "wrong-type")),
        ("definitions standards 0 requirements 1 openCre", ["1-2"], ("warning", "bad-id")),
        ("definitions standards 0 requirements 1", "b", ("error", "wrong-type")),
        ("definitions standards 0 levels 0 requirements", [], ("warning", "missing-field")),
        ("definitions standards 0 levels 0 requirements", ["x"], ("warning", "dangling-ref")),
        ("specVersion", "1.5", ("warning", "version-mismatch")),
        ("serialNumber", "urn:uuid:1", ("warning", "bad-id")),
        ("version", True, ("warning", "wrong-type")),
        ("bomFormat", "SPDX", ("warning", "schema")),
        ("declarations claims 0 evidence", ["x"], ("warning", "dangling-ref")),
        ("declarations claims 0 target", "x", ("warning", "dangling-ref")),
        ("declarations attestations 0 assessor", "x", ("warning", "dangling-ref")),
        ("declarations attestations 0 map 0 requirement", "x", ("error", "dangling-ref")),
        ("declarations attestations 0 map 0 requirement", "c", ("error", "dangling-ref")),
        ("declarations attestations 0 map 0 claims", ["e"], ("error", "dangling-ref")),
        ("declarations attestations 0 map 0 conformance score", 8, ("error", "wrong-type")),
        ("declarations attestations 0 map 0 conformance score", True, ("error", "wrong-type")),
        ("declarations attestations 0 map 0 conformance score", -0.1, ("error", "wrong-type")),
    ],
)
def test_each_fault_is_found(path, value, expected):
    changed = copy.deepcopy(document())
    *way, last = [int(step) if step.isdecimal() else step for step in path.split()]
    target = changed
    for step in way:
        target = target[step]
    target[last] = value
    assert expected in [(one.severity, one.code) for one in faults(changed)]


def test_a_fault_names_its_place():
    changed = document()
    changed["definitions"]["standards"][0]["requirements"][0]["text"] = "Do all."
    changed["definitions"]["standards"][0]["requirements"][1]["parent"] = "x"
    changed["declarations"]["attestations"][0]["map"][0]["requirement"] = "x"
    assert [(one.place, one.id) for one in faults(changed)] == [
        (f"{STANDARD}/requirements/1", "b"),
        (MAP, "x"),
    ]


@pytest.mark.parametrize("junk", [None, 7, "x", [], {"definitions": []}])
def test_what_is_no_document_is_no_traceback(junk):
    assert faults(junk)
