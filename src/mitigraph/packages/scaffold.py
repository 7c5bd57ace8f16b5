"""A framework package to start from: a working example under the names that the user wants.

`template/` is such a package itself, with the framework "acme"; writing one is renaming it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from mitigraph.errors import DataError
from mitigraph.packages.installed import NAME
from mitigraph.resources import ontology_files
from mitigraph.terms import BASE, PREFIXES, expand

__all__ = ["default_base", "default_title", "write_package"]

_TEMPLATE: Final = Path(__file__).resolve().parent / "template"
_NAME, _TITLE, _BASE = "acme", "Acme controls", "https://example.org/acme/"
_LONGEST: Final = 60
#: What would have to be written otherwise in one of TOML, YAML, Turtle and Python.
_UNQUOTABLE: Final = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')


def default_title(name: str) -> str:
    """Return what a framework is called if nothing is said of it.

    Example:
        >>> default_title("big-corp")
        'Big corp controls'
    """
    return f"{name.replace('-', ' ').capitalize()} controls"


def default_base(name: str) -> str:
    """Return the start of a framework's IRIs if nothing is said of it: an address of nobody's.

    Source:
        RFC 2606, section 3: example.org is kept for examples.
    """
    return f"https://example.org/{name}/"


def write_package(
    name: str, folder: Path, *, title: str | None = None, base: str | None = None
) -> list[Path]:
    """Write a package that adds a framework of the user's own: whole, or not at all.

    Args:
        name: The framework's name: the key of its scheme, and what it is loaded by.
        folder: The folder to make.
        title: What it is called.
        base: What its IRIs start with.

    Returns:
        The files, by path below the folder.

    Raises:
        DataError: If a name, title or base can't be used, if there is something in the folder's
            place, or if it can't be written.
    """
    name = _checked_name(name)
    words = {
        _BASE: _checked_base(base or default_base(name)),
        _TITLE: _checked_title(title or default_title(name)),
        f"mitigraph_{_NAME}": "mitigraph_" + name.replace("-", "_"),
        f"test_{_NAME}": "test_" + name.replace("-", "_"),
        _NAME: name,
    }
    # In one pass, so that what a title or base holds is left alone; a whole word before its parts.
    pattern = re.compile("|".join(re.escape(word) for word in words))

    def renamed(text: str) -> str:
        return pattern.sub(lambda match: words[match[0]], text)

    # Installers compile the Python files of the template; what they make of them is no part of it.
    files = [path for path in sorted(_TEMPLATE.rglob("*")) if path.suffix and path.suffix != ".pyc"]
    texts = {
        Path(renamed(path.relative_to(_TEMPLATE).as_posix())): renamed(
            path.read_text(encoding="utf-8")
        )
        for path in files
        if path.is_file()
    }
    _write_all(texts, folder)
    return list(texts)


def _write_all(texts: dict[Path, str], folder: Path) -> None:
    """Make a folder with all of these files, or none.

    Raises:
        DataError: If there is something in its place, or it can't be written.
    """
    if folder.exists() or folder.is_symlink():
        raise DataError(
            "exists already",
            path=str(folder),
            code="refused",
            remedy="name another folder with -o",
        )
    try:
        aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        made = aside / folder.name
        for path, text in texts.items():
            (made / path).parent.mkdir(parents=True, exist_ok=True)
            (made / path).write_text(text, encoding="utf-8", newline="\n")
        made.rename(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _unwritable(folder: Path, error: OSError) -> DataError:
    return DataError(
        f"can't write: {error.strerror}",
        path=str(folder),
        code="unreadable",
        remedy="check that the folder above it exists and may be written to",
    )


def _checked_name(name: str) -> str:
    """Return a name that can be one.

    Raises:
        DataError: If it can't, or mitigraph uses it itself.
    """
    if not NAME.fullmatch(name) or len(name) > _LONGEST:
        raise DataError(
            f'"{name}" can\'t be the name of a framework',
            code="bad-id",
            remedy="start with a lower-case letter, go on with such letters, digits and single "
            f"hyphens, {_LONGEST} characters at most",
        )
    taken = {
        path.stem.rpartition("-")[0]
        for path in ontology_files()
        if path.parent.name in ("schemes", "frameworks")
    }
    if name in taken or name in PREFIXES:
        raise DataError(
            f'mitigraph itself uses the name "{name}"', code="refused", remedy="choose another"
        )
    return name


def _checked_title(title: str) -> str:
    """Return a title that can stand in all files.

    Raises:
        DataError: If it can't.
    """
    tidy = " ".join(title.split())
    if not tidy or _UNQUOTABLE.search(title):
        raise DataError(
            f'"{title}" can\'t be a title',
            code="bad-id",
            remedy='write one line without " and backslashes',
        )
    return tidy


def _checked_base(base: str) -> str:
    """Return the start of IRIs, ending with a slash.

    Raises:
        DataError: If it can't be one.
    """
    proper = re.fullmatch(r"https?://[^/?#]+(?:/[^?#]*)?", base) and expand(base)
    if not proper or base.startswith(BASE):
        raise DataError(
            f'"{base}" can\'t be the start of IRIs of yours',
            code="bad-id",
            remedy="write an address of yours without ? and #, such as https://example.org/acme/",
        )
    return base.removesuffix("/") + "/"
