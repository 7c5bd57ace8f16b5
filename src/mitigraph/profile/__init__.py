"""Profiles of organisations: what they are, what matters to them, which measures they carry out."""

from mitigraph.profile.check import Vocabulary
from mitigraph.profile.files import profile_document, read_profile
from mitigraph.profile.model import Implementation, ImplementationStatus, Profile, WeightedRisk
from mitigraph.profile.rdf import PROFILE_GRAPH, profile_statements

__all__ = [
    "PROFILE_GRAPH",
    "Implementation",
    "ImplementationStatus",
    "Profile",
    "Vocabulary",
    "WeightedRisk",
    "profile_document",
    "profile_statements",
    "read_profile",
]
