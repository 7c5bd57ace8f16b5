"""Reading documents that are written by hand, or by our own exporters."""

from __future__ import annotations

import json

import pytest

from mitigraph.importers.oscal import read
from mitigraph.importers.registry import ImportChoices


@pytest.fixture
def reading(tmp_path):
    """A function from a document, and the user's choices, to what its import made."""

    def run(document, **choices):
        path = tmp_path / "document.json"
        path.write_text(
            document if isinstance(document, str) else json.dumps(document), encoding="utf-8"
        )
        return read(path, ImportChoices(**choices))

    return run
