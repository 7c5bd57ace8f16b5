"""How results look to a person: tables in six formats, a measure's record, trees, coverage."""
