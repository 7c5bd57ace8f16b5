"""What holds for every format of another framework, whatever it writes."""

from __future__ import annotations

import io
import re

import pytest

from mitigraph.errors import DataError, UnknownTermError
from mitigraph.exporters import export
from mitigraph.exporters.targets import TARGETS
from mitigraph.interchange import Choices, catalogue_of

#: Formats that name only the measures that a crosswalk row names.
CROSSWALKS = {"sssom", "sssom-json", "sssom-rdf", "oscal-mapping", "ciso-assistant-mapping"}
#: The data set is described as a whole; a component definition is of a profile.
OTHERS = {"dcat", "oscal-component"}
RECORD = re.compile(r"mit-2025[./](A\d{4})\b", re.IGNORECASE)

each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def chosen(shipped):
    return shipped.measures(actor="affected-stakeholder")


@pytest.fixture(scope="module")
def selection(shipped, chosen):
    return catalogue_of(shipped.store, measures=[one.iri for one in chosen])


@pytest.fixture(scope="module")
def profile(shipped, root):
    return shipped.profile(root / "examples" / "deployer.yaml")


def codes(data: bytes) -> set[str]:
    return {found.upper() for found in RECORD.findall(data.decode())}


@each_target
def test_a_selection_holds_exactly_its_measures(selection, chosen, profile, target):
    wanted = {one.id.rpartition("/")[2] for one in chosen}
    assert wanted
    claims = profile if target.name == "oscal-component" else None
    if target.name == "oscal-component":
        with pytest.raises(DataError, match="speaks of none of the measures"):
            target.render(selection, Choices(profile=claims))
        return
    data = target.render(selection, Choices()).data
    if target.name in CROSSWALKS:
        named = {
            row.subject_id.rpartition("/")[2]
            for mapping_set in selection.mapping_sets
            for row in mapping_set.mappings
        }
        assert codes(data) == wanted & named
    elif target.name not in OTHERS:
        assert codes(data) == wanted


@each_target
def test_licence_attribution_and_preliminary_status_travel(selection, target):
    if target.name == "oscal-component":
        pytest.skip("it holds what an organisation says, not the selection")
    text = target.render(selection, Choices()).data.decode()
    assert "creativecommons.org/licenses/by/4.0" in text or "CC-BY-4.0" in text
    assert "mitigraph curators" in text
    assert "preliminary" in text.lower()
    assert selection.release.version in text


@each_target
def test_the_same_catalogue_gives_the_same_bytes(selection, target):
    if target.name == "oscal-component":
        pytest.skip("its own tests hold it to that")
    assert target.render(selection, Choices()).data == target.render(selection, Choices()).data


def test_a_framework_that_is_not_there_is_told(shipped):
    with pytest.raises(UnknownTermError, match="scheme"):
        shipped.write(io.BytesIO(), format="sssom", frameworks=["nothing/1"])


def test_without_preliminary_data_the_published_taxonomy_orders_the_measures(shipped):
    target = io.BytesIO()
    account = export(shipped.store, "schema-org", target, preliminary=False)
    assert account.left_out > 0
    assert b"airi-mitigation/1" in target.getvalue()
    assert b"airi-mitigation/2" not in target.getvalue()
