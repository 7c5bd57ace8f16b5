"""What an export makes of the catalogue that is written by hand."""

from __future__ import annotations

import pytest
import yaml

from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices


@pytest.fixture
def written(catalogue):
    """A function from the name of a format to the library, and the account."""

    def run(name, changed=None, **choices):
        rendered = FORMATS[name].render(changed or catalogue, Choices(**choices))
        return yaml.safe_load(rendered.data), rendered

    return run
