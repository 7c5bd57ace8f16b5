"""Names, endings and accounts of the export formats."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mitigraph.errors import UnsupportedFormatError
from mitigraph.exporters import FORMATS, format_by_ending


def test_an_unknown_format_is_told_with_those_that_exist(sample, exported):
    with pytest.raises(UnsupportedFormatError, match="known: airo, ciso-assistant"):
        exported(sample, "word")


def test_an_unknown_projection_is_told(sample, exported):
    with pytest.raises(UnsupportedFormatError, match="measure-concept"):
        exported(sample, "graphml", projection="everything")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_ending_names_one_format(name):
    assert FORMATS[name].name == name
    for ending in FORMATS[name].endings:
        assert format_by_ending(f"out.v1.{ending.upper()}") == name


def test_importing_the_exporters_loads_no_heavy_library():
    code = (
        "import sys, mitigraph.exporters, mitigraph.graph;"
        "print([m for m in ('rdflib', 'networkx', 'openpyxl', 'pyshacl') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
