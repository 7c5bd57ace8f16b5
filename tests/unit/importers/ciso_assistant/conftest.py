"""Reading libraries that are written by hand, or by our own exporters."""

from __future__ import annotations

import pytest
import yaml

from mitigraph.importers.ciso_assistant import read
from mitigraph.importers.registry import ImportChoices

LIBRARY = """\
urn: urn:acme:risk:library:rules-1.0
locale: en
ref_id: RULES-1.0
name: Rules of Acme
description: What Acme asks of its suppliers.
copyright: Acme, some rights
version: 3
publication_date: 2026-01-31
provider: Acme
packager: acme
objects:
  threats:
  - urn: urn:acme:risk:threat:rules-1.0:t1
    ref_id: ACME-T1
    name: Poisoned data
    description: Someone slips bad records in.
    reference_controls:
    - urn:acme:risk:function:rules-1.0:c1
  reference_controls:
  - urn: urn:acme:risk:function:rules-1.0:c1
    ref_id: ACME-C1
    name: Vetting of data
    category: process
    csf_function: protect
    description: Look at data before it is used.
    typical_evidence: A signed protocol.
  framework:
    urn: urn:acme:risk:framework:rules-1.0
    ref_id: RULES-1.0
    name: Rules of Acme
    implementation_groups_definition:
    - ref_id: S
      name: Suppliers
      description: null
    requirement_nodes:
    - urn: urn:acme:risk:req_node:rules-1.0:a
      assessable: false
      depth: 1
      ref_id: A
      name: Data
    - urn: urn:acme:risk:req_node:rules-1.0:a.1
      assessable: true
      depth: 2
      parent_urn: urn:acme:risk:req_node:rules-1.0:a
      ref_id: A 1
      description: Data are vetted.
      annotation: See the handbook.
      implementation_groups:
      - S
      reference_controls:
      - urn:acme:risk:function:rules-1.0:c1
      threats:
      - urn:acme:risk:threat:rules-1.0:t1
    - urn: urn:acme:risk:req_node:rules-1.0:a.2
      assessable: true
      depth: 2
      parent_urn: urn:acme:risk:req_node:rules-1.0:a
      ref_id: A 2
      name: Logging
  requirement_mapping_sets:
  - urn: urn:acme:risk:req_mapping_set:rules-1.0-to-nist
    ref_id: rules-1.0-to-nist
    name: Rules to AI RMF
    source_framework_urn: urn:acme:risk:framework:rules-1.0
    target_framework_urn: urn:intuitem:risk:framework:nist-ai-rmf-1.0
    requirement_mappings:
    - source_requirement_urn: urn:acme:risk:req_node:rules-1.0:a.1
      target_requirement_urn: urn:intuitem:risk:req_node:nist-ai-rmf-1.0:govern-1.1
      relationship: subset
      rationale: semantic
      strength_of_relationship: 7
    - source_requirement_urn: urn:acme:risk:req_node:rules-1.0:a.2
      target_requirement_urn: urn:intuitem:risk:req_node:nist-ai-rmf-1.0:map-1.1
      relationship: not_related
  - urn: urn:acme:risk:req_mapping_set:rules-1.0-to-nist-revert
    ref_id: rules-1.0-to-nist-revert
    name: AI RMF to rules
    source_framework_urn: urn:intuitem:risk:framework:nist-ai-rmf-1.0
    target_framework_urn: urn:acme:risk:framework:rules-1.0
    requirement_mappings:
    - source_requirement_urn: urn:intuitem:risk:req_node:nist-ai-rmf-1.0:govern-1.1
      target_requirement_urn: urn:acme:risk:req_node:rules-1.0:a.1
      relationship: superset
    - source_requirement_urn: urn:intuitem:risk:req_node:nist-ai-rmf-1.0:map-1.1
      target_requirement_urn: urn:acme:risk:req_node:rules-1.0:a.2
      relationship: not_related
"""


@pytest.fixture
def text():
    """A library with everything that is read."""
    return LIBRARY


@pytest.fixture
def library():
    """The same as plain objects, to be changed."""
    return yaml.safe_load(LIBRARY.replace("2026-01-31", "'2026-01-31'"))


@pytest.fixture
def reading(tmp_path):
    """A function from a library, and the user's choices, to what its import made."""

    def run(library, **choices):
        path = tmp_path / "library.yaml"
        if not isinstance(library, (str, bytes)):
            library = yaml.safe_dump(library, sort_keys=False)
        path.write_bytes(library if isinstance(library, bytes) else library.encode())
        return read(path, ImportChoices(**choices))

    return run
