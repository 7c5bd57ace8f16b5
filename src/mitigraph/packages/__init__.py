"""Framework packages: frameworks of anybody's own, each an installable Python package.

A package has an entry point of the group `mitigraph.frameworks` and holds files alone: `ontology/`,
`mappings/`, `shapes/` and `queries/`. Nothing of it is ever imported or run.

Source:
    Entry points specification (https://packaging.python.org/specifications/entry-points/).
"""

from mitigraph.packages.installed import (
    PACKAGE_GRAPHS,
    FrameworkPackage,
    framework_packages,
    installed_frameworks,
)

__all__ = ["PACKAGE_GRAPHS", "FrameworkPackage", "framework_packages", "installed_frameworks"]
