from __future__ import annotations

import pytest

from mitigraph.errors import (
    DataError,
    MissingExtraError,
    MitigraphError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    StoreError,
    UnknownTermError,
    UnsupportedFormatError,
    ValidationFailed,
)

ERRORS = [
    (DataError("no date", path="a.ttl", place="line 4", code="missing-field"), 2),
    (UnknownTermError("x", kind="measure"), 2),
    (UnsupportedFormatError("docx", known=["turtle"]), 2),
    (QueryError("wrong"), 2),
    (QueryTimeoutError("late"), 2),
    (QueryRefusedError("no"), 2),
    (StoreError("gone"), 3),
    (MissingExtraError("owl", needed_for="reasoning"), 3),
    (ValidationFailed(3), 1),
]


@pytest.mark.parametrize(("error", "exit_code"), ERRORS, ids=lambda value: type(value).__name__)
def test_each_is_one_line_with_an_exit_code(error, exit_code):
    assert isinstance(error, MitigraphError)
    assert error.exit_code == exit_code
    assert str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "bad [syntax]"),
        ({"path": "a.ttl"}, "a.ttl: bad [syntax]"),
        ({"place": "row 3"}, "row 3: bad [syntax]"),
        (
            {"path": "a.csv", "place": "row 3", "code": "bad-id", "remedy": "mend it"},
            "a.csv, row 3: bad [bad-id]; mend it",
        ),
    ],
)
def test_a_data_error_says_where_what_and_what_to_do(options, expected):
    assert str(DataError("bad", **options)) == expected


def test_an_unknown_term_has_suggestions_or_says_that_there_are_none():
    near = UnknownTermError("developr", kind="actor", suggestions=("developer", "deployer"))
    assert str(near) == 'no actor "developr"; did you mean developer or deployer?'
    assert str(UnknownTermError("x", kind="actor")) == 'no actor "x"; nothing is close'


def test_a_query_error_names_its_query():
    assert str(QueryError("late", query="gaps")) == "query gaps: late"
    assert issubclass(QueryTimeoutError, QueryError)
    assert issubclass(QueryRefusedError, QueryError)


def test_a_missing_extra_says_how_to_install_it():
    assert 'pip install "mitigraph[owl]"' in str(MissingExtraError("owl", needed_for="x"))
