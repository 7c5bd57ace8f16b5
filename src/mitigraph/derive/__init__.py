"""What follows from the authored data: derived statements and generated classes.

`derive` materialises facets and inverses by queries; `python -m mitigraph.release` rewrites the OWL
classes that are generated from the schemes.
"""

from mitigraph.derive.materialise import DERIVED, derive, derive_by_rule, derive_demands

__all__ = ["DERIVED", "derive", "derive_by_rule", "derive_demands"]
