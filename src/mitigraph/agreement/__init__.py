"""How far two assessors agree: coefficients, their intervals, and where the two differ."""

from mitigraph.agreement.comparison import RESAMPLES, SEED, compare_assessors
from mitigraph.agreement.figures import (
    Agreement,
    Estimate,
    LevelAgreement,
    SchemeAgreement,
    SetAgreement,
    ValueAgreement,
)

__all__ = [
    "RESAMPLES",
    "SEED",
    "Agreement",
    "Estimate",
    "LevelAgreement",
    "SchemeAgreement",
    "SetAgreement",
    "ValueAgreement",
    "compare_assessors",
]
