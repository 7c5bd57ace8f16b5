"""Acme controls as a framework of mitigraph: files alone, nothing here is ever run."""
