"""The catalogue that is written by hand, and what an export makes of it."""

from __future__ import annotations

import json

import pytest
from tests.unit.interchange.conftest import catalogue

from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices

__all__ = ["catalogue"]


@pytest.fixture
def written(catalogue):
    """A function from the name of a format to the document under its one key, and the account."""

    def run(name, changed=None, **choices):
        rendered = FORMATS[name].render(changed or catalogue, Choices(**choices))
        (body,) = json.loads(rendered.data).values()
        return body, rendered

    return run
