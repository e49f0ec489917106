"""Every error this project raises.

    PolicyKGError
    ├── InputError            the text or the file that was given cannot be used
    │   ├── UnreadableFile    binary, empty, over-large, undecodable, not readable
    │   └── UnknownThing      no such document, clause, unit, place
    ├── VocabularyError       a row of a data file is wrong (path:line)
    ├── StoreError            the graph store cannot be opened, read or written
    │   └── StoreBusy         another build holds the store
    └── IndexFault            the search index is damaged, missing or of another encoder
        └── EncoderFault      the encoder's weights are missing, damaged or of another kind

A message says where, what was found and what to do.
"""

from __future__ import annotations

import traceback


class PolicyKGError(Exception):
    """Root of every error raised on purpose; the command line prints its message and exits with 1."""


class InputError(PolicyKGError):
    """What was given cannot be used."""


class UnreadableFile(InputError):
    """A file cannot be read as text."""


class UnknownThing(InputError):
    """Nothing of that name is in the graph."""


class VocabularyError(PolicyKGError):
    """A row of a vocabulary file is wrong; the message begins with path:line."""


class StoreError(PolicyKGError):
    """The graph store cannot be opened, read or written."""


class StoreBusy(StoreError):
    """Another process is building into the same store."""


class IndexFault(PolicyKGError):
    """The search index cannot be used."""


class EncoderFault(IndexFault):
    """The encoder cannot be loaded or its vectors are of another kind."""


def where_of(fault: Exception) -> str:
    """Where a fault of the program happened and what it was, for whoever reports it: share 第 64 行：IndexError(…)."""
    at = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{at.name} 第 {at.lineno} 行：{fault!r}"
