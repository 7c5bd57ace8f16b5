"""From what is written to a profile, or to all that is wrong with it.

A profile is made whole or not at all: gaps that are worked out on half of what somebody meant would
be wrong without looking so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, Protocol, TypeVar

from mitigraph.errors import AmbiguousTermError, FaultyInputError, UnknownTermError
from mitigraph.model import Concept
from mitigraph.profile.draft import Draft, Written
from mitigraph.profile.model import Implementation, ImplementationStatus, Profile, WeightedRisk
from mitigraph.terms import Iri, expand

__all__ = ["Vocabulary", "profile_of"]

Found = TypeVar("Found")

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_PLACE: Final = re.compile(r"line (\d+)")


class Vocabulary(Protocol):
    """What the words of a profile can mean; each method raises `UnknownTermError` if nothing."""

    def role(self, text: str) -> Concept:
        """Return the actor role that a text means."""
        ...

    def stage(self, text: str) -> Concept:
        """Return the lifecycle stage that a text means."""
        ...

    def risk(self, text: str) -> Concept:
        """Return the risk that a text means."""
        ...

    def framework(self, text: str) -> Iri:
        """Return the framework that a text means."""
        ...

    def measure(self, text: str) -> tuple[Iri, str]:
        """Return the measure that a text means, and its label."""
        ...

    def status(self, text: str, known: list[str]) -> list[str]:
        """Return those of the known words that come nearest to a text, nearest first."""
        ...


def profile_of(draft: Draft, vocabulary: Vocabulary) -> Profile:
    """Return the profile that a draft means.

    Roles, stages, risks and frameworks come in the order of the draft, each once.

    Args:
        draft: What is written.
        vocabulary: Where its words are looked up.

    Raises:
        FaultyInputError: If anything in it is wrong, with every mistake in the order of the file.
    """
    reader = _Reader(draft, vocabulary)
    profile = reader.profile()
    if draft.faults:
        raise FaultyInputError(draft.path, sorted(draft.faults, key=_line))
    return profile


def _line(fault: Exception) -> int:
    found = _PLACE.search(getattr(fault, "place", None) or "")
    return int(found[1]) if found else 0


class _Reader:
    def __init__(self, draft: Draft, vocabulary: Vocabulary) -> None:
        self.draft, self.vocabulary = draft, vocabulary

    def profile(self) -> Profile:
        """Return the profile; what is wrong is noted in the draft and left out."""
        draft, words = self.draft, self.vocabulary
        if draft.name is None or not draft.name.text:
            place = draft.name.place if draft.name else "line 1"
            draft.refuse(place, "no name", "missing-field", "add the key name with a few words")
        name = draft.name.text if draft.name else ""
        return Profile(
            name=name,
            organisation=(draft.organisation.text if draft.organisation else "") or name,
            system=draft.system.text if draft.system else "",
            roles=tuple(self._each(draft.roles, words.role, "role")),
            stages=tuple(self._each(draft.stages, words.stage, "stage")),
            risks=tuple(self._risks()),
            frameworks=tuple(self._each(draft.frameworks, words.framework, "framework")),
            implementations=tuple(self._implementations()),
        )

    def _look_up(
        self, written: Written, meaning: Callable[[str], Found], kind: str
    ) -> Found | None:
        try:
            found = meaning(written.text)
        except AmbiguousTermError as error:
            self.draft.refuse(
                written.place,
                f'{kind} "{written.text}" can mean several',
                "unknown-term",
                f"say {' or '.join(error.suggestions)}",
            )
            return None
        except UnknownTermError as error:
            near = " or ".join(error.suggestions)
            self.draft.refuse(
                written.place,
                f'no {kind} "{written.text}"',
                "unknown-term",
                f"did you mean {near}?" if near else "nothing is close",
            )
            return None
        if isinstance(found, Concept) and found.residual:
            self.draft.refuse(
                written.place,
                f'{kind} "{written.text}" is a value for what fits nowhere else',
                "unknown-term",
                "name a value that something can be done for",
            )
            return None
        return found

    def _each(
        self, several: list[Written], meaning: Callable[[str], Found], kind: str
    ) -> list[Found]:
        places: dict[Found, str] = {}
        for written in several:
            found = self._look_up(written, meaning, kind)
            if found is None:
                continue
            if found in places:
                self._twice(written.place, f'{kind} "{written.text}"', places[found])
            places.setdefault(found, written.place)
        return list(places)

    def _twice(self, place: str, what: str, first: str) -> None:
        self.draft.refuse(place, f"{what} again, after {first}", "duplicate-id", "keep one of them")

    def _risks(self) -> list[WeightedRisk]:
        found: dict[Concept, WeightedRisk] = {}
        places: dict[Concept, str] = {}
        for one in self.draft.risks:
            weight = self._weight(one.weight) if one.weight else 1.0
            concept = self._look_up(one.risk, self.vocabulary.risk, "risk")
            if concept is None:
                continue
            if concept in places:
                self._twice(one.risk.place, f'risk "{one.risk.text}"', places[concept])
            places.setdefault(concept, one.risk.place)
            found.setdefault(concept, WeightedRisk(concept, weight))
        return list(found.values())

    def _weight(self, written: Written) -> float:
        if not _NUMBER.fullmatch(written.text):
            self.draft.refuse(
                written.place,
                f'weight "{written.text}" is no number',
                "wrong-type",
                "write a number of at least 0, such as 2 or 0.5",
            )
            return 1.0
        weight = float(written.text)
        if weight < 0:
            self.draft.refuse(
                written.place,
                f"weight {written.text} is negative",
                "wrong-type",
                "write 0 for a risk that doesn't matter, and more for one that does",
            )
        return weight

    def _implementations(self) -> list[Implementation]:
        made: dict[Iri, Implementation] = {}
        places: dict[Iri, str] = {}
        for entry in self.draft.measures:
            written = entry["measure"]
            found = self._look_up(written, self.vocabulary.measure, "measure")
            status = self._status(entry.get("status"))
            evidence = self._evidence(entry.get("evidence"))
            day = self._day(entry.get("date"))
            if found is None or status is None:
                continue
            iri, label = found
            texts = {key: entry[key].text for key in ("owner", "note") if key in entry}
            one = Implementation(
                iri,
                label,
                status,
                evidence,
                owner=texts.get("owner"),
                date=day,
                note=texts.get("note"),
                line=written.line,
            )
            if iri not in made:
                made[iri], places[iri] = one, written.place
            elif made[iri].status is one.status:
                self._twice(written.place, f"measure {one.id}", places[iri])
            else:
                self.draft.refuse(
                    written.place,
                    f"measure {one.id} is {one.status}, but {made[iri].status} at {places[iri]}",
                    "duplicate-id",
                    "keep the status that holds",
                )
        return list(made.values())

    def _status(self, written: Written | None) -> ImplementationStatus | None:
        if written is None:
            return ImplementationStatus.IN_PLACE
        word = re.sub(r"[\s_-]+", "-", written.text.strip().casefold())
        known = [status.value for status in ImplementationStatus]
        if word in known:
            return ImplementationStatus(word)
        near = self.vocabulary.status(written.text, known)
        self.draft.refuse(
            written.place,
            f'no status "{written.text}"',
            "unknown-term",
            f"did you mean {near[0]}?" if near else f"write {', '.join(known)}",
        )
        return None

    def _evidence(self, written: Written | None) -> Iri | None:
        if written is None:
            return None
        if re.match(r"https?://[^/]", written.text) and (iri := expand(written.text)):
            return iri
        self.draft.refuse(
            written.place,
            f'evidence "{written.text}" is no link',
            "wrong-type",
            "write an address that starts with https://, or put the words into note",
        )
        return None

    def _day(self, written: Written | None) -> date | None:
        if written is None:
            return None
        try:
            if not _DAY.fullmatch(written.text):
                raise ValueError  # noqa: TRY301 - the one remedy for both ways of being no date
            return date.fromisoformat(written.text)
        except ValueError:
            self.draft.refuse(
                written.place,
                f'"{written.text}" is no date',
                "wrong-type",
                "write a day that exists as 2026-11-23",
            )
            return None
