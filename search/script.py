"""Traditional characters read as simplified ones: see `kg.script`."""

from kg.script import simplify

__all__ = ["simplify"]
