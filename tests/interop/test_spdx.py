"""Our SPDX documents against the schema and the shapes of SPDX 3.0.1, with nothing fetched."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import rdflib

from mitigraph.exporters import FORMATS
from mitigraph.interchange import Choices

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="needs jsonschema-rs")

MEASURES = 40


@pytest.fixture(scope="module", autouse=True)
def literals_as_written():
    """Let rdflib keep "Z", which the shapes ask for, where it would write "+00:00"."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        yield


@pytest.fixture(scope="module")
def folder(shared):
    found = shared / "real" / "spdx"
    if not found.is_dir():
        pytest.skip("the schema and shapes of SPDX are not at hand")
    return found


@pytest.fixture(scope="module")
def schema(folder):
    return jsonschema_rs.validator_for(json.loads((folder / "schema.json").read_text()))


@pytest.fixture(scope="module")
def profile(shipped, root):
    return shipped.profile(root / "examples" / "deployer.yaml")


@pytest.mark.parametrize("with_profile", [False, True])
def test_the_whole_graph_fits_schema_and_shapes(  # noqa: PLR0913 - what is written and both checks
    whole_catalogue, profile, with_profile, folder, schema, tmp_path
):
    choices = Choices(profile=profile if with_profile else None)
    document = json.loads(FORMATS["spdx"].render(whole_catalogue, choices).data)
    assert [str(error)[:300] for error in schema.iter_errors(document)] == []
    # The shapes look at every annotation alike: some are enough, and the collections of them all.
    kept = {one["spdxId"] for one in document["@graph"] if one["type"] == "Annotation"}
    dropped = set(sorted(kept)[MEASURES:])
    graph = [one for one in document["@graph"] if one.get("spdxId") not in dropped]
    for one in graph:
        if "element" in one:
            one["element"] = [name for name in one["element"] if name not in dropped]
    context = json.loads((folder / "spdx-context.jsonld").read_text())["@context"]
    text = json.dumps({"@context": context, "@graph": graph})
    data = rdflib.Graph().parse(data=text, format="json-ld")
    shapes = folder / "spdx-model.ttl"
    assert _conforms(data, shapes, tmp_path)
    data.update("DELETE WHERE { ?s <https://spdx.org/rdf/3.0.1/terms/Core/specVersion> ?o }")
    assert not _conforms(data, shapes, tmp_path), "the shapes apply"


def _conforms(data, shapes, folder):
    """Ask pyshacl in a process of its own: what other libraries bind to rdflib changes literals."""
    path = folder / "data.ttl"
    data.serialize(path)
    ran = subprocess.run(
        [sys.executable, "-m", "pyshacl", "-s", shapes, "-e", shapes, "-df", "turtle", path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode in (0, 1), ran.stderr
    return ran.returncode == 0
