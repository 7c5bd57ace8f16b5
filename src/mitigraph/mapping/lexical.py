"""Mappings found by comparing texts: two things match whose texts have the same words.

Sources:
    SEMAPV, LexicalMatching (https://w3id.org/semapv/vocab/LexicalMatching).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Mapping as Named
from decimal import Decimal
from typing import Final

from mitigraph.mapping.mapping_set import NO_TERM_FOUND, Mapping
from mitigraph.terms import PREFIXES, Iri

__all__ = ["lexical_matches", "words"]

_EXACT_MATCH: Final = Iri(PREFIXES["skos"] + "exactMatch")
_LEXICAL: Final = Iri(PREFIXES["semapv"] + "LexicalMatching")
_WORD: Final = re.compile(r"\w+")


def words(text: str) -> str:
    """Return the words of a text, in lower case and in their order, without punctuation.

    Example:
        >>> words("Monitor, and report:  'go/no-go'.")
        'monitor and report go no go'
    """
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def lexical_matches(  # noqa: PLR0913 - two vocabularies, how they are compared, what is said of it
    subjects: Named[Iri, str],
    objects: Named[Iri, str],
    *,
    normalise: Callable[[str], str] = words,
    predicate: Iri = _EXACT_MATCH,
    confidence: Decimal | None = None,
    comment: str = "",
    unmatched: str | None = None,
) -> tuple[Mapping, ...]:
    """Match the things of two vocabularies whose texts are the same after normalisation.

    Args:
        subjects: A text for each thing to map: its name, its definition, ...
        objects: A text for each thing that it may be mapped to.
        normalise: What of a text counts; an empty result matches nothing.
        predicate: The mapping property.
        confidence: How sure that makes a match, from 0 to 1.
        comment: What to say with each match.
        unmatched: What to say of a subject without a match, which then is mapped to
            `NO_TERM_FOUND`; None leaves it out.

    Returns:
        The mappings in the order of the subjects, then of the objects. A text that several objects
        share gives a mapping to each.

    Example:
        >>> found = lexical_matches(
        ...     {Iri("urn:a"): "Red teaming.", Iri("urn:b"): "Audits"},
        ...     {Iri("urn:x"): "red teaming"},
        ...     unmatched="no such control",
        ... )
        >>> [(one.subject_id, one.object_id) for one in found]
        [(Iri('urn:a'), Iri('urn:x')), (Iri('urn:b'), Iri('https://w3id.org/sssom/NoTermFound'))]
    """
    by_text: dict[str, list[Iri]] = defaultdict(list)
    for iri, text in objects.items():
        if key := normalise(text):
            by_text[key].append(iri)
    found = []
    for subject, text in subjects.items():
        matches = by_text.get(normalise(text), ())
        found += [
            Mapping(subject, predicate, match, _LEXICAL, confidence=confidence, comment=comment)
            for match in matches
        ]
        if not matches and unmatched is not None:
            found.append(Mapping(subject, predicate, NO_TERM_FOUND, _LEXICAL, comment=unmatched))
    return tuple(found)
