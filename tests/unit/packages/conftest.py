"""A package as `new-framework` writes it, and a place where packages are installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mitigraph.packages.scaffold import write_package


@pytest.fixture
def project(tmp_path) -> Path:
    """A package's folder, to be edited."""
    folder = tmp_path / "mitigraph-acme"
    write_package("acme", folder)
    return folder


@pytest.fixture
def install(tmp_path, monkeypatch) -> Callable[..., Path]:
    """Install as pip would, by files alone: the entry points, and what a folder's `src` holds."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(str(site))

    def call(distribution: str, points: str, source: Path | None = None) -> Path:
        info = site / f"{distribution.replace('-', '_')}-0.1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.4\nName: {distribution}\nVersion: 0.1.0\n", encoding="utf-8"
        )
        (info / "entry_points.txt").write_text(
            f"[mitigraph.frameworks]\n{points}\n", encoding="utf-8"
        )
        if source is not None:
            shutil.copytree(source / "src", site, dirs_exist_ok=True)
        return site

    return call
