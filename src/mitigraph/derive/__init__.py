"""What follows from the authored data: derived statements, generated classes, and the door to OWL.

`derive` materialises facets and inverses by queries; `python -m mitigraph.release` rewrites the OWL
classes that are generated from the schemes; `to_owlready` hands a graph to owlready2.
"""

from mitigraph.derive.materialise import DERIVED, derive
from mitigraph.derive.owl import to_owlready

__all__ = ["DERIVED", "derive", "to_owlready"]
