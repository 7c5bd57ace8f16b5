"""What an export makes of the catalogue that is written by hand."""

from __future__ import annotations

import json

import pytest

from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices


@pytest.fixture
def written(catalogue):
    """A function from the name of a format to the document under its one key, and the account."""

    def run(name, changed=None, **choices):
        rendered = FORMATS[name].render(changed or catalogue, Choices(**choices))
        (body,) = json.loads(rendered.data).values()
        return body, rendered

    return run
