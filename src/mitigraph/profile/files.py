"""Profiles in files: which reader and which writer a file's ending means."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mitigraph.errors import UnsupportedFormatError
from mitigraph.profile.check import Vocabulary, profile_of
from mitigraph.profile.csv_layout import read_csv, write_csv
from mitigraph.profile.model import Profile
from mitigraph.profile.rdf import read_rdf, write_rdf
from mitigraph.profile.yaml_layout import read_yaml, write_yaml
from mitigraph.reader import rdf_format_of

__all__ = ["profile_document", "read_profile"]

_YAML: Final = (".yaml", ".yml")
_TABLES: Final = (".csv", ".tsv")


def read_profile(path: Path, vocabulary: Vocabulary) -> Profile:
    """Read a profile from YAML, from a CSV or TSV of measures, or from RDF, by the file's ending.

    Args:
        path: The file.
        vocabulary: Where its words are looked up.

    Raises:
        DataError: If the file can't be read as such at all.
        FaultyInputError: If anything in it is wrong, with every mistake in the order of the file.
        UnsupportedFormatError: If the ending is unknown.
    """
    ending = path.suffix.lower()
    if ending in _YAML:
        return profile_of(read_yaml(path), vocabulary)
    if ending in _TABLES:
        return profile_of(read_csv(path), vocabulary)
    _known(path)
    return profile_of(read_rdf(path), vocabulary)


def profile_document(profile: Profile, path: Path) -> bytes:
    """Return a profile as the document that a file's ending means; the same bytes each time.

    A CSV holds what is said of measures and nothing else.

    Raises:
        UnsupportedFormatError: If the ending is unknown.
    """
    ending = path.suffix.lower()
    if ending in _YAML:
        return write_yaml(profile).encode()
    if ending == ".csv":
        return write_csv(profile).encode()
    _known(path)
    return write_rdf(profile, rdf_format_of(path))


def _known(path: Path) -> None:
    try:
        rdf_format_of(path)
    except UnsupportedFormatError as error:
        raise UnsupportedFormatError(
            path.suffix or path.name, known=(*_YAML, *_TABLES, *error.known)
        ) from error
