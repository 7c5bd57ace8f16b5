"""Named queries: find one, bind its parameters, run it. Each is one file in `queries/`."""

from mitigraph.query.binding import Values, bind
from mitigraph.query.catalog import NamedQuery, catalog, find
from mitigraph.query.header import Parameter
from mitigraph.query.run import run

__all__ = ["NamedQuery", "Parameter", "Values", "bind", "catalog", "find", "run"]
