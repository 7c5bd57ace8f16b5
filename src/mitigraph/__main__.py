"""`python -m mitigraph` is the same as `mitigraph`."""

from mitigraph.cli.app import main

main()
