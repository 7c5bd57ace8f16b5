from __future__ import annotations

from pathlib import Path

import pytest

from mitigraph.errors import UnsupportedFormatError
from mitigraph.reader import rdf_format_of
from mitigraph.store.protocol import RdfFormat


@pytest.mark.parametrize("rdf_format", RdfFormat)
def test_every_ending_and_every_name_is_known(rdf_format):
    for ending in rdf_format.endings:
        assert rdf_format_of(f"folder.x/acme.{ending}") is rdf_format
        assert rdf_format_of(Path(f"ACME.{ending.upper()}.GZ")) is rdf_format
    assert rdf_format_of(rdf_format.label) is rdf_format


@pytest.mark.parametrize("name", ["acme.csv", "acme", "acme.", ".gz", "", "ttl/acme"])
def test_what_is_unknown_is_told_with_all_that_is_known(name):
    with pytest.raises(UnsupportedFormatError) as caught:
        rdf_format_of(name)
    assert caught.value.given == name
    assert all(f".{ending}" in str(caught.value) for ending in ("ttl", "nq", "owl", "jsonld"))
