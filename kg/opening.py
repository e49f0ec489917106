"""Opens the store that the environment names (打开图库): Neo4j, or the file of the data folder.

    POLICYKG_STORE              neo4j://host:7687, neo4j+s://…, bolt://… ; nothing for the file in the data folder
    POLICYKG_NEO4J_USER         neo4j, if not given
    POLICYKG_NEO4J_PASSWORD     never taken from a command line, never shown
    POLICYKG_NEO4J_DATABASE     the server's default database, if not given

What a store is opened with is read here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg.errors import StoreError
from kg.store import Store

STORE_VARIABLE = "POLICYKG_STORE"
USER_VARIABLE = "POLICYKG_NEO4J_USER"
PASSWORD_VARIABLE = "POLICYKG_NEO4J_PASSWORD"
DATABASE_VARIABLE = "POLICYKG_NEO4J_DATABASE"
EMBEDDED = "embedded"
PATIENCE = 30.0
"""Seconds for which a build asks a server again that has gone or is busy."""
HASTE = 3.0
"""The same for who answers questions: somebody waits for each."""


def named_store(environment: Mapping[str, str]) -> str | None:
    """The address of the database that is to be used; None for the file of the data folder.

    >>> named_store({"POLICYKG_STORE": "neo4j://db:7687"}), named_store({"POLICYKG_STORE": "embedded"})
    ('neo4j://db:7687', None)
    """
    named = environment.get(STORE_VARIABLE, "").strip()
    return named if named not in ("", EMBEDDED) else None


def open_store(
    home: Path, environment: Mapping[str, str], *, create: bool = False, patience: float = PATIENCE
) -> Store:
    """Opens the store of a data folder, or the one that POLICYKG_STORE names; the caller closes it. Raises StoreError.

    `create` makes or migrates the graph where needed.
    """
    if named := named_store(environment):
        return open_named(named, environment, create=create, patience=patience)
    return _embedded(home, create=create)


def open_named(
    where: str, environment: Mapping[str, str], *, create: bool = False, patience: float = PATIENCE
) -> Store:
    """Opens the store at an address or in a folder; the caller closes it. Raises StoreError."""
    if "://" not in where:
        return _embedded(Path(where), create=create)
    from kg.bolt import Address
    from kg.store_neo4j import Neo4jStore

    user = environment.get(USER_VARIABLE) or "neo4j"
    database = environment.get(DATABASE_VARIABLE) or None
    address = Address(where, user, environment.get(PASSWORD_VARIABLE, ""), database)
    if PASSWORD_VARIABLE not in environment:
        raise StoreError(f"没有给出 Neo4j 的密码：请设环境变量 {PASSWORD_VARIABLE}（空密码设为空）")
    return Neo4jStore.open(address, create=create, patience=patience)


def _embedded(home: Path, *, create: bool) -> Store:
    from kg.embedded import EmbeddedStore

    return EmbeddedStore.open(home, create=create)
