"""An answer to "why is this measure in that class", with all that its words need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mitigraph.explain.account import Line
from mitigraph.explain.membership import Membership
from mitigraph.explain.words import Words
from mitigraph.model import Assessment, Opinion
from mitigraph.terms import Iri

__all__ = ["Explanation"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a measure is in a class, or what it lacks.

    Attributes:
        measure: IRI of the measure.
        kind: IRI of the class; of the concept, where that has no class.
        membership: Whether it is a member, with proofs or failing conditions.
        reasons: The lines of each proof that was asked for, shortest first.
        words: The labels, to say anything of it in words.
        assessments: The assessments of the measure by IRI.
        opinions: What experts say of the measure, by IRI.
    """

    measure: Iri
    kind: Iri
    membership: Membership
    reasons: tuple[tuple[Line, ...], ...]
    words: Words
    assessments: Mapping[Iri, Assessment]
    opinions: Mapping[Iri, Opinion]

    @property
    def holds(self) -> bool:
        """Whether the measure is a member."""
        return self.membership.holds

    @property
    def title(self) -> str:
        """The question as a clause: "“Data curation” (mit-2025/A1022) is a developer measure"."""
        return self.words.fact(self.membership.goal)
