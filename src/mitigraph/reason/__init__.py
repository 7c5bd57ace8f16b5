"""What follows from the graph by OWL's rules, by three engines that come to the same.

`reason` materialises it and finds contradictions: with versioned SPARQL queries (the default, which
needs nothing else), with owlrl for OWL 2 RL, or with HermiT for OWL 2 DL. `classify` says which
classes hold what, for classes that people name; `to_owlready` hands a graph to owlready2.
"""

from mitigraph.reason.classes import Classification, classify
from mitigraph.reason.conclusions import Contradiction, Reasoned
from mitigraph.reason.engines import ENGINES, Engine, reason
from mitigraph.reason.owl import to_owlready

__all__ = [
    "ENGINES",
    "Classification",
    "Contradiction",
    "Engine",
    "Reasoned",
    "classify",
    "reason",
    "to_owlready",
]
