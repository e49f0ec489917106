"""The Cypher statements of the Neo4j store (语句): its schema, changes, the graph and who says what.

Those of the filed documents are in kg/cypher_filed.py, those of the search in kg/cypher_search.py.

Values travel as parameters. Labels and relationship types cannot: statements that need them are made here, from the
contract's lists alone. Rows go in through `UNWIND $rows`, at most BATCH at a time.

What lies in the database beside the contract's graph, all of it named Kg… or _…, so that users' own Cypher never meets
it by accident:

    (:KgStore)                    one: schema version, generation, counts; its lock lines up the writers
    (:KgOwner)-[:KG_SAYS]->(:KgWording)
                                  who contributes (n, name), and the wordings of shared facts that it says
    (:KgFiled)                    a filed document: hash, rules, summary, the source text (deflated)
    (:KgName)-[:KG_NAMES]->(:KgFiled), (:KgFiled)-[:KG_ANSWERS_TO|KG_LOOKS_FOR]->(:KgKey)
    (:KgChange)                   what a change found before it: lets a snapshot stay as it was (kg/before.py)
    (:KgBuilder), (:KgLive)       who builds, and whether that process still lives
    (:KgPassage), (:KgIndex)      what is searched by vector (search/neo4j_search.py)
    _owner                        on own nodes and relationships: the number of the owner
    _key                          on relationships: tells parallel ones apart
    _around, _indexed             on clauses: words found beside the text; fingerprint of what was indexed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.facts import LABELS, TYPES

BATCH = 1000
"""Rows that one statement takes."""

# -- schema ------------------------------------------------------------------------------------------------------------

_UNIQUE = (
    *((label, "id") for label in LABELS),
    ("KgStore", "id"),
    ("KgOwner", "name"),
    ("KgOwner", "n"),
    ("KgWording", "id"),
    ("KgFiled", "id"),
    ("KgFiled", "sha256"),
    ("KgName", "name"),
    ("KgKey", "key"),
    ("KgChange", "uid"),
    ("KgBuilder", "id"),
    ("KgLive", "token"),
    ("KgPassage", "id"),
    ("KgIndex", "id"),
)
_RANGE = (
    *((label, "_owner") for label in LABELS),
    ("KgOwner", "changed"),
    ("KgWording", "fact"),
    ("KgChange", "generation"),
    ("KgChange", "at"),
    ("KgPassage", "clause"),
    ("KgPassage", "document"),
    # For users' own queries.
    ("Document", "doc_number"),
    ("Document", "title"),
    ("Jurisdiction", "name"),
    ("Unit", "name"),
)
FULLTEXT = "clause_text"
VECTORS = "passage_vectors"

_FIRST = (
    *(
        f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        for label, key in _UNIQUE
    ),
    *(
        f"CREATE RANGE INDEX {label.lower()}_by_{key.strip('_')} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
        for label, key in _RANGE
    ),
    *(f"CREATE RANGE INDEX {type.lower()}_by_owner IF NOT EXISTS FOR ()-[r:{type}]-() ON (r._owner)" for type in TYPES),
    f"""CREATE FULLTEXT INDEX {FULLTEXT} IF NOT EXISTS FOR (n:Clause) ON EACH [n.heading, n.text, n._around]
        OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'cjk'}}}}""",
)
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""What leads from each version of the schema to the next; every statement may run twice."""
VERSION = len(MIGRATIONS)

AWAIT_INDEXES = "CALL db.awaitIndexes($seconds)"
STORE = "OPTIONAL MATCH (s:KgStore {id: 'store'}) RETURN s.version, s.state"
ANY_NODES = "MATCH (n) RETURN count(n)"
MAKE_STORE = """
MERGE (s:KgStore {id: 'store'})
  ON CREATE SET s.state = $state
SET s.version = $version
MERGE (b:KgBuilder {id: 'builder'})
"""

# -- a change ----------------------------------------------------------------------------------------------------------

LOCK = """
MATCH (s:KgStore {id: 'store'})
SET s.lock = $uid
WITH s
MATCH (b:KgBuilder {id: 'builder'})
RETURN s.state, b.token
"""
NOTE_BEFORE = """
CREATE (:KgChange {uid: $uid, generation: $generation, before: $before, at: timestamp()})
"""
FINISH = """
MATCH (s:KgStore {id: 'store'})
SET s.state = $state
WITH s
MATCH (c:KgChange {uid: $uid})
SET c.done = true
"""
FORGET_BEFORE = """
MATCH (c:KgChange) WHERE c.at < timestamp() - $milliseconds
DELETE c
"""
DONE = "MATCH (c:KgChange {uid: $uid}) RETURN c.done"
BEFORE = """
MATCH (c:KgChange) WHERE c.generation > $generation
WITH c WHERE NOT c.uid IN $seen
RETURN c.uid, c.generation, c.before
"""

# -- building ----------------------------------------------------------------------------------------------------------

LIVE = "CREATE (:KgLive {token: $token})"
HOLD = "MATCH (l:KgLive {token: $token}) SET l.held = true"
BUILDER = "MATCH (b:KgBuilder {id: 'builder'}) RETURN b.token, b.holder"
TAKE_OVER = """
MATCH (s:KgStore {id: 'store'})
SET s.lock = $token
WITH s
MATCH (b:KgBuilder {id: 'builder'})
SET b.lock = $token
WITH b WHERE b.token IS NULL OR b.token = $other
SET b.token = $token, b.holder = $holder
RETURN true
"""
LET_GO = """
MATCH (b:KgBuilder {id: 'builder'}) WHERE b.token = $token
REMOVE b.token, b.holder
"""
NO_LONGER_LIVE = "MATCH (l:KgLive {token: $token}) DETACH DELETE l"

# -- reading the graph -------------------------------------------------------------------------------------------------


def _each_label(statement: str) -> Mapping[str, str]:
    return {label: statement.replace("$LABEL", label) for label in LABELS}


def _each_type(statement: str) -> Mapping[str, str]:
    return {type: statement.replace("$TYPE", type) for type in TYPES}


_EDGE = "labels(a)[0], a.id, type(r), labels(b)[0], b.id, properties(r)"

NODES = _each_label(
    """
MATCH (n:$LABEL) WHERE n.id >= $first AND n.id < $end
RETURN properties(n) ORDER BY n.id LIMIT $limit
"""
)
BEGINNING = _each_label(
    """
UNWIND $ranges AS range
MATCH (n:$LABEL) WHERE n.id >= range[0] AND n.id < range[1]
RETURN range[0], properties(n)
"""
)
FIND = _each_label(
    """
UNWIND $ids AS id
MATCH (n:$LABEL {id: id})
RETURN properties(n)
"""
)
IDS = _each_label(
    """
MATCH (n:$LABEL) WHERE n.id >= $first
RETURN n.id ORDER BY n.id LIMIT $limit
"""
)


def edges(label: str, types: Iterable[str], direction: str) -> str:
    """The relationships (of the types, all if there are none) that leave (out) or enter (in) the nodes of $ids."""
    names = "|".join(types)
    pattern = f"[r:{names}]" if names else "[r]"
    ends = f"(a)-{pattern}->(b)" if direction == "out" else f"(b)<-{pattern}-(a)"
    one = "a" if direction == "out" else "b"
    return f"UNWIND $ids AS id\nMATCH ({one}:{label} {{id: id}})\nMATCH {ends}\nRETURN {_EDGE}"


# -- owners ------------------------------------------------------------------------------------------------------------

_OWNER = "o.name, o.n, o.labels, o.types, o.shares"
OWNERS = """
UNWIND $ranges AS range
MATCH (o:KgOwner) WHERE o.name >= range[0] AND o.name < range[1]
RETURN o.name
"""
OWNERS_NAMED = f"UNWIND $names AS name MATCH (o:KgOwner {{name: name}}) RETURN {_OWNER}"
OWNERS_NUMBERED = f"UNWIND $numbers AS n MATCH (o:KgOwner {{n: n}}) RETURN {_OWNER}"
WRITE_OWNERS = """
UNWIND $rows AS row
MERGE (o:KgOwner {name: row.name})
SET o.n = row.n, o.labels = row.labels, o.types = row.types, o.shares = row.shares, o.changed = $generation
"""
DROP_OWNERS = "UNWIND $numbers AS n MATCH (o:KgOwner {n: n}) DELETE o"
NODES_OF_OWNERS = _each_label(
    """
UNWIND $numbers AS owner
MATCH (n:$LABEL {_owner: owner})
RETURN properties(n)
"""
)
EDGES_OF_OWNERS = _each_type(
    f"""
UNWIND $numbers AS owner
MATCH (a)-[r:$TYPE {{_owner: owner}}]->(b)
  USING INDEX SEEK r:$TYPE(_owner)
RETURN {_EDGE}
"""
)
WORDINGS_OF_OWNERS = """
UNWIND $numbers AS n
MATCH (o:KgOwner {n: n})-[:KG_SAYS]->(w:KgWording)
RETURN n, w.fact, w.line
"""

# -- writing own facts, and shared ones as merged ----------------------------------------------------------------------

SHAPES: tuple[tuple[str, str, str], ...] = (
    ("HAS_CLAUSE", "Document", "Clause"),
    ("PART_OF", "Clause", "Clause"),
    ("ISSUED_BY", "Document", "Unit"),
    ("APPLIES_IN", "Document", "Jurisdiction"),
    ("WITHIN", "Jurisdiction", "Jurisdiction"),
    ("WITHIN", "Unit", "Jurisdiction"),
    ("RESPONSIBLE_FOR", "Unit", "Clause"),
    ("QUANTIFIES", "Target", "Clause"),
    ("CONCERNS", "Clause", "Sector"),
    ("CITES", "Document", "Document"),
    ("DERIVES_FROM", "Document", "Document"),
    ("DERIVES_FROM", "Clause", "Clause"),
    ("DERIVES_FROM", "Target", "Target"),
    ("COUNTERPART_OF", "Unit", "Unit"),
)
"""What the contract's relationships join: type, label of the start, label of the end."""


def slot(type: str, start: str, end: str) -> str:
    """The name of the parameter that holds the relationships of a shape."""
    return f"{type}_{start}_{end}"


def _new_nodes(label: str) -> str:
    return f"""
CALL () {{
  UNWIND $new.{label} AS row
  MERGE (n:{label} {{id: row.id}})
    ON CREATE SET n = row
  WITH n, row WHERE coalesce(n._owner, 0) <> coalesce(row._owner, 0)
  RETURN collect(row.id) AS {label}
}}"""


# SKIP 0 is a line that the planner does not look across: without it, it finds both ends at once and multiplies them.
def _new_edges(type: str, start: str, end: str) -> str:
    name = slot(type, start, end)
    return f"""
CALL () {{
  UNWIND $new.{name} AS row
  MATCH (a:{start} {{id: row[0]}})
  WITH row, a SKIP 0
  MATCH (b:{end} {{id: row[1]}})
  MERGE (a)-[r:{type} {{_key: row[2]._key}}]->(b)
    ON CREATE SET r = row[2]
  RETURN count(*) AS {name}, sum(CASE WHEN coalesce(r._owner, 0) <> coalesce(row[2]._owner, 0) THEN 1 ELSE 0 END)
    AS {name}_taken
}}"""


# What is new, all in one: a document is two statements. They are long, so they are planned once: not again when the
# graph has grown (every step is a lookup by id, which no statistics can better), and not for lists of other lengths
# (they come as one map; a plan is kept for each length's magnitude of each list parameter).
_ONCE = "CYPHER replan=skip"
# Says which nodes belong to somebody else.
NEW_NODES = _ONCE + "".join(map(_new_nodes, LABELS)) + "\nRETURN " + ", ".join(LABELS)
# Rows are [id of the start, id of the end, properties]. Says how many had both ends, and how many are somebody else's.
NEW_EDGES = (
    _ONCE
    + "".join(_new_edges(*shape) for shape in SHAPES)
    + "\nRETURN "
    + ", ".join(f"{slot(*shape)}, {slot(*shape)}_taken" for shape in SHAPES)
)
SET_NODES = _each_label(
    """
UNWIND $rows AS row
MATCH (n:$LABEL {id: row.id})
SET n = row
"""
)
DELETE_NODES = _each_label(
    """
UNWIND $ids AS id
MATCH (n:$LABEL {id: id})
DELETE n
"""
)
STILL_JOINED = _each_label(
    """
UNWIND $ids AS id
MATCH (n:$LABEL {id: id})-[r]-(m)
RETURN id, type(r), labels(m)[0], m.id LIMIT 1
"""
)
DROP_PASSAGES = """
UNWIND $ids AS id
MATCH (p:KgPassage {clause: id})
DELETE p
"""


def _at_both_ends(type: str, start: str, end: str, key: str) -> str:
    """Finds a relationship by its ends and key."""
    return f"""
UNWIND $rows AS row
MATCH (a:{start} {{id: row[0]}})
WITH row, a SKIP 0
MATCH (b:{end} {{id: row[1]}})
WITH row, a, b SKIP 0
MATCH (a)-[r:{type} {{_key: {key}}}]->(b)"""


def set_edges(type: str, start: str, end: str) -> str:
    """Sets the properties of relationships that are there; rows as in NEW_EDGES."""
    return _at_both_ends(type, start, end, "row[2]._key") + "\nSET r = row[2]"


def delete_edges(type: str, start: str, end: str) -> str:
    """Deletes relationships; rows are [id of the start, id of the end, key]."""
    return _at_both_ends(type, start, end, "row[2]") + "\nDELETE r"


# -- wordings of shared facts ------------------------------------------------------------------------------------------

SAY = """
UNWIND $rows AS row
MATCH (o:KgOwner {n: row.owner})
WITH row, o
MERGE (w:KgWording {id: row.id})
  ON CREATE SET w.fact = row.fact, w.line = row.line
MERGE (o)-[:KG_SAYS]->(w)
"""
UNSAY = """
UNWIND $rows AS row
MATCH (o:KgOwner {n: row.owner})
WITH row, o
MATCH (w:KgWording {id: row.id})
WITH o, w
MATCH (o)-[s:KG_SAYS]->(w)
DELETE s
"""
WORDINGS = """
UNWIND $facts AS fact
MATCH (w:KgWording {fact: fact})
RETURN fact, w.line, COUNT { (w)<-[:KG_SAYS]-() }
"""
WHO_SAYS = """
UNWIND $facts AS fact
MATCH (w:KgWording {fact: fact})<-[:KG_SAYS]-(o:KgOwner)
RETURN DISTINCT o.n
"""
DROP_WORDINGS = """
UNWIND $ids AS id
MATCH (w:KgWording {id: id})
DELETE w
"""
