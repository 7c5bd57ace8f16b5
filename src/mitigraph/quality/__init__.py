"""How good a vocabulary is: published checks of SKOS files and ontologies, as queries, and a score.

The checks are the files under `queries/quality/FAMILY/`. Each is a SELECT of three columns, the
thing that is wrong, the property at which, and the value, so that it runs in other tools as well.
"""

from mitigraph.quality.assessing import CheckResult, Finding, QualityReport, Status, assess
from mitigraph.quality.checks import FAMILIES, NOT_RUN, Check, NotRun, checks
from mitigraph.quality.dqv import measurements
from mitigraph.quality.exemptions import Exemption, read_exemptions, shipped_exemptions
from mitigraph.quality.subject import own_vocabulary, subjects

__all__ = [
    "FAMILIES",
    "NOT_RUN",
    "Check",
    "CheckResult",
    "Exemption",
    "Finding",
    "NotRun",
    "QualityReport",
    "Status",
    "assess",
    "checks",
    "measurements",
    "own_vocabulary",
    "read_exemptions",
    "shipped_exemptions",
    "subjects",
]
