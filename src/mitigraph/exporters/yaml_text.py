"""YAML for other tools: plain types, keys in the order given, nothing shared by an alias."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["yaml_bytes"]

_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc]  # the class is chosen when the program runs
    """Writes a value out each time that it occurs: loaders of others know no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))


def yaml_bytes(document: Any) -> bytes:
    r"""Return a document of plain types as YAML (UTF-8, line feeds); strings may be IRIs.

    Example:
        >>> from mitigraph.terms import Iri
        >>> yaml_bytes({"b": Iri("urn:x"), "a": ["1.0"]})
        b"b: urn:x\na:\n- '1.0'\n"
    """
    text: str = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, line_break="\n"
    )
    return text.encode()
