from __future__ import annotations

import pytest

from mitigraph.importers.licences import licence_iri, near_licences, text_allowed
from mitigraph.interchange.licence_ids import licence_id
from mitigraph.terms import Iri

APACHE = "https://spdx.org/licenses/Apache-2.0"
MIT = "https://spdx.org/licenses/MIT"
CC = "https://creativecommons.org/"


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("Apache-2.0", APACHE),
        ("apache-2.0", APACHE),
        ("Apache License 2.0", APACHE),
        ("Apache License, Version 2.0", APACHE),
        ("SPDX-License-Identifier: Apache-2.0", APACHE),
        ("http://www.apache.org/licenses/LICENSE-2.0.txt", APACHE),
        ("https://www.apache.org/licenses/LICENSE-2.0", APACHE),
        ("https://spdx.org/licenses/Apache-2.0.html", APACHE),
        ("https://opensource.org/licenses/MIT", MIT),
        ("https://opensource.org/license/mit/", MIT),
        ("The MIT License", MIT),
        ("BSD 3-Clause License", "https://spdx.org/licenses/BSD-3-Clause"),
        ("3-Clause BSD", "https://spdx.org/licenses/BSD-3-Clause"),
        ("CC0-1.0", CC + "publicdomain/zero/1.0/"),
        ("CC0", CC + "publicdomain/zero/1.0/"),
        ("http://creativecommons.org/publicdomain/zero/1.0", CC + "publicdomain/zero/1.0/"),
        ("CC-BY-4.0", CC + "licenses/by/4.0/"),
        ("CC BY 4.0", CC + "licenses/by/4.0/"),
        ("CC BY-SA 3.0", CC + "licenses/by-sa/3.0/"),
        ("CC-BY-3.0-US", CC + "licenses/by/3.0/us/"),
        ("Creative Commons Attribution 4.0 International", CC + "licenses/by/4.0/"),
        ("Creative Commons Attribution 4.0 International (CC BY 4.0)", CC + "licenses/by/4.0/"),
        ("Creative Commons Attribution-ShareAlike 4.0", CC + "licenses/by-sa/4.0/"),
        ("https://creativecommons.org/licenses/by/4.0/deed.en", CC + "licenses/by/4.0/"),
        ("http://www.creativecommons.org/licenses/by/4.0/legalcode", CC + "licenses/by/4.0/"),
        ("Public Domain", CC + "publicdomain/mark/1.0/"),
        ("US government work", "https://www.usa.gov/government-works"),
        ("https://www.usa.gov/government-works/", "https://www.usa.gov/government-works"),
    ],
)
def test_every_name_of_an_open_licence_leads_to_its_one_iri(text, iri):
    assert licence_iri(text) == Iri(iri)
    assert text_allowed(licence_iri(text))
    assert licence_iri(iri) == Iri(iri)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("CC-BY-NC-4.0", CC + "licenses/by-nc/4.0/"),
        ("CC BY-ND 4.0", CC + "licenses/by-nd/4.0/"),
        ("CC BY-NC-SA 4.0", CC + "licenses/by-nc-sa/4.0/"),
        ("https://creativecommons.org/licenses/by-nc-nd/4.0", CC + "licenses/by-nc-nd/4.0/"),
        ("AGPL-3.0", "https://spdx.org/licenses/AGPL-3.0"),
        ("gpl-3.0-or-later", "https://spdx.org/licenses/GPL-3.0-or-later"),
        ("community-spec-1.0", "https://spdx.org/licenses/Community-Spec-1.0"),
        ("https://acme.example/terms", "https://acme.example/terms"),
        ("https://spdx.org/licenses/Acme-1.0", "https://spdx.org/licenses/Acme-1.0"),
    ],
)
def test_other_licences_keep_their_iri_and_allow_no_text(text, iri):
    assert licence_iri(text) == Iri(iri)
    assert not text_allowed(Iri(iri))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "all rights reserved",
        "not under CC BY 4.0",
        "CC",
        "CC BY",
        "Apache-1.1",
        "see https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/4.0/ and more",
    ],
)
def test_what_is_no_licence_has_no_iri(text):
    assert licence_iri(text) is None


@pytest.mark.parametrize(
    "iri",
    ["http://creativecommons.org/licenses/by/4.0", "https://www.apache.org/licenses/LICENSE-2.0"],
)
def test_another_spelling_of_an_open_licence_is_known(iri):
    assert text_allowed(Iri(iri))


def test_no_licence_allows_no_text():
    assert not text_allowed(None)
    assert not text_allowed(Iri(CC + "licenses/by/4.0/evil"))


@pytest.mark.parametrize("letter", "abcelmw0")
def test_each_name_that_is_proposed_is_known_in_any_case_and_told_back(letter):
    names = near_licences(letter)
    assert names
    for name in names:
        iri = licence_iri(name)
        assert iri is not None
        assert licence_id(iri) == name
        assert licence_iri(name.upper()) == licence_iri(name.lower()) == iri


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("CC-BY-4", ["CC-BY-4.0"]),
        ("GPL-3", ["GPL-3.0-only", "GPL-3.0-or-later"]),
        ("BSD", ["BSD-2-Clause", "BSD-3-Clause"]),
        ("cc-by-9.9", ["CC-BY-4.0", "CC-BY-3.0"]),
        ("all rights reserved", []),
        ("", []),
    ],
)
def test_a_name_that_is_none_leads_to_those_that_may_be_meant(text, near):
    assert licence_iri(text) is None
    assert near_licences(text) == near
