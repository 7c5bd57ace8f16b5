"""Codings of made-up measures by made-up assessors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from mitigraph.model import Concept
from mitigraph.store.oxigraph import OxigraphStore
from mitigraph.store.protocol import RdfFormat, Store
from mitigraph.terms import BASE, Iri, compact

PREFIXES = f"""
@prefix mg: <{BASE}ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <{BASE}> .
"""


def agent(name: str) -> Iri:
    return Iri(f"{BASE}id/agent/{name}")


def scheme(key: str) -> Iri:
    return Iri(f"{BASE}scheme/{key}")


def value(code: str) -> Iri:
    return Iri(f"{BASE}scheme/tree/1/{code}")


@dataclass
class Coded:
    """Assessments as Turtle, one by one."""

    statements: list[str] = field(default_factory=list)

    def add(  # noqa: PLR0913 - what an assessment may say
        self,
        measure: str,
        who: str,
        code: str | None,
        *,
        key: str = "tree/1",
        ordinal: int | None = None,
        time: str | None = None,
        status: str = "curated",
        outcome: str = "assigned",
        supersedes: str | None = None,
    ) -> str:
        """Add one and return its number."""
        name = str(len(self.statements))
        parts = [
            f"<id/assessment/{name}> mg:assesses <id/measure/own/{measure}>",
            f"mg:inScheme <scheme/{key}>",
            f"prov:wasAttributedTo <id/agent/{who}>",
            f"mg:outcome <scheme/outcome/1/{outcome}>",
            f"mg:reviewStatus <scheme/review-status/1/{status}>",
        ]
        if code:
            parts.append(f"mg:assigns <scheme/{key}/{code}>")
        if ordinal:
            parts.append(f"mg:ordinal {ordinal}")
        if time:
            parts.append(f'prov:generatedAtTime "{time}"^^xsd:dateTime')
        if supersedes:
            parts.append(f"mg:supersedes <id/assessment/{supersedes}>")
        self.statements.append(" ; ".join(parts) + " .")
        return name

    def store(self, kind: Callable[[], Store] = OxigraphStore) -> Store:
        store = kind()
        text = PREFIXES + "\n".join(self.statements)
        store.load(text.encode(), rdf_format=RdfFormat.TURTLE, graph=Iri(f"{BASE}graph/data"))
        return store


@pytest.fixture
def coded() -> Coded:
    return Coded()


@pytest.fixture(scope="session")
def concepts() -> dict[Iri, Concept]:
    """A scheme of three levels: 1 > 1.1 > 1.1.1, 1.1.2; 1 > 1.2; 2."""
    broader = {"1": None, "1.1": "1", "1.1.1": "1.1", "1.1.2": "1.1", "1.2": "1", "2": None}
    return {
        value(code): Concept(
            value(code),
            compact(value(code)),
            f"Value {code}",
            code,
            broader=compact(value(above)) if above else None,
        )
        for code, above in broader.items()
    }


@pytest.fixture(scope="session")
def names() -> dict[str, Callable[[str], Iri]]:
    """Ways to write IRIs: agent("ann"), scheme("tree/1"), value("1.1")."""
    return {"agent": agent, "scheme": scheme, "value": value}
