"""Why something follows, in words: memberships in classes, and contradictions.

`explain_membership` and `find_clashes` find; `Words` and `account` say. No reasoner and no Java is
needed: the rules are applied to the few statements around the thing that is asked about.
"""

from mitigraph.explain.account import Line, account
from mitigraph.explain.contradiction import MOST, Clash, find_clashes
from mitigraph.explain.explanation import Explanation
from mitigraph.explain.inference import TYPE, Fact
from mitigraph.explain.membership import Condition, Membership, Way, explain_membership
from mitigraph.explain.proof import Proof, Proofs
from mitigraph.explain.words import Words, terms_in

__all__ = [
    "MOST",
    "TYPE",
    "Clash",
    "Condition",
    "Explanation",
    "Fact",
    "Line",
    "Membership",
    "Proof",
    "Proofs",
    "Way",
    "Words",
    "account",
    "explain_membership",
    "find_clashes",
    "terms_in",
]
