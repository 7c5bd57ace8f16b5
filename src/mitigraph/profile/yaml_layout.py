r"""A profile as a YAML file that a person fills in.

```yaml
name: Acme assistant
organisation: Acme
system: A language model that answers customers
roles: [developer]
stages: [build-and-use-model, deploy]
risks:
  - risk: risk-domain/1/2.2
    weight: 2
frameworks: [nist-ai-rmf]
measures:
  - measure: mit-2025/A1019
    status: in-place
```

Only `name` has to be there. A risk or a measure may be one word instead of a mapping.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mitigraph.errors import DataError
from mitigraph.profile.draft import IMPLEMENTATION_KEYS, Draft, DraftRisk, Written
from mitigraph.profile.model import Profile
from mitigraph.reader.text import read_text
from mitigraph.reader.yaml import YamlMapping, YamlSequence, parse_yaml
from mitigraph.terms import compact

__all__ = ["read_yaml", "write_yaml"]

_TEXTS: Final = ("name", "organisation", "system")
_LISTS: Final = ("roles", "stages", "risks", "frameworks", "measures")
#: What needs no quotation marks in YAML, and can't be taken for anything but a text here.
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+()%-]*(?<! )")
_LINK: Final = re.compile(r"https?://[A-Za-z0-9._~/?=&%+-]+")


def read_yaml(path: Path) -> Draft:
    """Return what is written in a YAML profile; unknown keys and wrong forms are its faults.

    Raises:
        DataError: If the file can't be read as YAML at all.
    """
    found = parse_yaml(read_text(path), path=str(path))
    draft = Draft(str(path))
    if not isinstance(found, YamlMapping):
        raise DataError(
            "no profile: it holds no keys",
            path=str(path),
            place="line 1",
            code="schema",
            remedy="start from `mitigraph profile new`",
        )
    _known_keys(draft, found, (*_TEXTS, *_LISTS))
    for key in _TEXTS:
        if key in found:
            setattr(draft, key, _text(draft, found, key))
    for key in ("roles", "stages", "frameworks"):
        for value, line in _items(draft, found, key):
            if isinstance(value, str):
                getattr(draft, key).append(_written(value, line))
            else:
                _wrong_form(draft, line, f"an item of {key}", "one word")
    for value, line in _items(draft, found, "risks"):
        _add_risk(draft, value, line)
    for value, line in _items(draft, found, "measures"):
        _add_measure(draft, value, line)
    return draft


def _written(text: str, line: int) -> Written:
    return Written(" ".join(text.split()), f"line {line}", line)


def _wrong_form(draft: Draft, line: int, what: str, expected: str) -> None:
    draft.refuse(f"line {line}", f"{what} has the wrong form", "schema", f"write {expected}")


def _known_keys(draft: Draft, mapping: YamlMapping, known: Sequence[str]) -> None:
    from rapidfuzz import process

    for key in mapping:
        if key not in known:
            near = process.extractOne(key, known, score_cutoff=60)
            draft.refuse(
                f"line {mapping.lines[key]}",
                f'no key "{key}"',
                "schema",
                f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}",
            )


def _text(draft: Draft, mapping: YamlMapping, key: str) -> Written | None:
    value = mapping[key]
    if isinstance(value, str):
        return _written(value, mapping.lines[key])
    _wrong_form(draft, mapping.lines[key], key, "a text")
    return None


def _items(draft: Draft, mapping: YamlMapping, key: str) -> list[tuple[Any, int]]:
    """Return the items of a list with their lines; a single word is a list of one."""
    value = mapping.get(key, "")
    if isinstance(value, YamlSequence):
        return list(zip(value, value.lines, strict=True))
    if value == "":
        return []
    if isinstance(value, str):
        return [(value, mapping.lines[key])]
    _wrong_form(draft, mapping.lines[key], key, "a list")
    return []


def _add_risk(draft: Draft, value: Any, line: int) -> None:
    if isinstance(value, str):
        draft.risks.append(DraftRisk(_written(value, line)))
        return
    if not isinstance(value, YamlMapping):
        _wrong_form(draft, line, "a risk", "its code, or the keys risk and weight")
        return
    _known_keys(draft, value, ("risk", "weight"))
    cells = _cells(draft, value, ("risk", "weight"))
    if "risk" not in cells:
        draft.refuse(f"line {line}", "no risk", "missing-field", "add the key risk with its code")
        return
    draft.risks.append(DraftRisk(cells["risk"], cells.get("weight")))


def _add_measure(draft: Draft, value: Any, line: int) -> None:
    if isinstance(value, str):
        draft.measures.append({"measure": _written(value, line)})
        return
    if not isinstance(value, YamlMapping):
        _wrong_form(draft, line, "a measure", "its id, or the key measure and others")
        return
    _known_keys(draft, value, IMPLEMENTATION_KEYS)
    cells = _cells(draft, value, IMPLEMENTATION_KEYS)
    if "measure" not in cells:
        draft.refuse(
            f"line {line}", "no measure", "missing-field", "add the key measure with an id"
        )
        return
    draft.measures.append(cells)


def _cells(draft: Draft, mapping: YamlMapping, keys: Sequence[str]) -> dict[str, Written]:
    """Return the texts under these keys; empty ones are left out."""
    texts = {key: _text(draft, mapping, key) for key in keys if key in mapping}
    return {key: written for key, written in texts.items() if written and written.text}


def write_yaml(profile: Profile, guide: Mapping[str, str] | None = None) -> str:
    r"""Return a profile as YAML.

    Args:
        profile: The profile.
        guide: What to say above a key, as comment lines, "" being above everything; with a guide
            a blank line parts the keys.

    Example:
        >>> print(write_yaml(Profile("Acme: one")), end="")
        name: "Acme: one"
        organisation: ""
        system: ""
        roles: []
        stages: []
        risks: []
        frameworks: []
        measures: []
    """
    told = guide or {}
    blocks = [_comment(told.get("", ""))] if told.get("") else []
    blocks += [
        _comment(told.get(key, "")) + f"{key}: {_scalar(getattr(profile, key))}\n" for key in _TEXTS
    ]
    lists = {
        "roles": [[_scalar(concept.id)] for concept in profile.roles],
        "stages": [[_scalar(concept.id)] for concept in profile.stages],
        "risks": [
            [f"risk: {_scalar(one.concept.id)}", f"weight: {one.decimal}"] for one in profile.risks
        ],
        "frameworks": [[_scalar(compact(framework))] for framework in profile.frameworks],
        "measures": [
            [f"{key}: {text}" for key, text in _said(one).items()]
            for one in profile.implementations
        ],
    }
    for key, items in lists.items():
        body = "".join("  - " + "\n    ".join(lines) + "\n" for lines in items)
        blocks.append(
            _comment(told.get(key, "")) + (f"{key}:\n{body}" if items else f"{key}: []\n")
        )
    return ("\n" if told else "").join(blocks)


def _said(one: Any) -> dict[str, str]:
    values = {
        "measure": one.id,
        "status": one.status.value,
        "evidence": one.evidence,
        "owner": one.owner,
        "date": one.date.isoformat() if one.date else None,
        "note": one.note,
    }
    said = {key: _scalar(value) for key, value in values.items() if value}
    said["measure"] += f"  # {' '.join(one.label.split())}"
    return said


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) or _LINK.fullmatch(text):
        return str(text)
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
