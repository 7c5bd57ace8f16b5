"""Plans: which few further measures meet most of what a profile asks for, and why these."""

from mitigraph.plan.choice import Choice
from mitigraph.plan.costs import Costs, amount, read_costs
from mitigraph.plan.plan import METHODS, Alternative, Open, Pick, Plan, make_plan
from mitigraph.plan.problem import COST_UNITS, Candidate, Demand, Evidence, Problem

__all__ = [
    "COST_UNITS",
    "METHODS",
    "Alternative",
    "Candidate",
    "Choice",
    "Costs",
    "Demand",
    "Evidence",
    "Open",
    "Pick",
    "Plan",
    "Problem",
    "amount",
    "make_plan",
    "read_costs",
]
