"""A small vocabulary, so that profiles are tested without the graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from mitigraph.errors import AmbiguousTermError, UnknownTermError
from mitigraph.model import Concept
from mitigraph.profile import read_profile
from mitigraph.terms import BASE, Iri, compact

ROLES = {"developer": "Developer", "deployer": "Deployer"}
STAGES = {"deploy": "Deploy", "other-general": "Other (general)"}
RISKS = {"2": "Privacy & Security", "2.2": "Attacks"}
MEASURES = {"A1": "Red teaming", "A2": 'Audit: "twice"', "A3": "Audit"}


class Words:
    """Knows two of everything."""

    def _concept(self, scheme: str, known: dict[str, str], text: str, kind: str) -> Concept:
        code = text.rpartition("/")[2]
        if code not in known:
            near = [f"{scheme}/1/{one}" for one in known if one[:3] == code[:3]]
            raise UnknownTermError(text, kind=kind, suggestions=near)
        iri = Iri(f"{BASE}scheme/{scheme}/1/{code}")
        return Concept(iri, compact(iri), known[code], residual=code.startswith("other"))

    def role(self, text: str) -> Concept:
        return self._concept("actor", ROLES, text, "role")

    def stage(self, text: str) -> Concept:
        return self._concept("lifecycle", STAGES, text, "stage")

    def risk(self, text: str) -> Concept:
        return self._concept("risk-domain", RISKS, text, "risk")

    def framework(self, text: str) -> Iri:
        if text not in ("frame", "frame/1"):
            raise UnknownTermError(text, kind="framework")
        return Iri(BASE + "scheme/frame/1")

    def measure(self, text: str) -> tuple[Iri, str]:
        record = text.rpartition("/")[2]
        if record == "Audit":
            raise AmbiguousTermError(text, kind="measure", suggestions=["set/A2", "set/A3"])
        if record not in MEASURES:
            raise UnknownTermError(text, kind="measure", suggestions=["set/A1"])
        return Iri(f"{BASE}id/measure/set/{record}"), MEASURES[record]

    def status(self, text: str, known: list[str]) -> list[str]:
        return [word for word in known if word[:3] == text[:3]]


@pytest.fixture
def words() -> Words:
    return Words()


@pytest.fixture
def read(tmp_path, words):
    """Write a file and read it as a profile."""

    def call(text: str, name: str = "p.yaml"):
        path: Path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_profile(path, words)

    return call
