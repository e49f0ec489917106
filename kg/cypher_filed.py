"""The Cypher statements of the filed documents (归档): files under their names and the keys they answer to.

A row of FILED is what is kept of a document beside its graph; `filed_properties` makes of it what FILE writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_FILED = "d.id, d.sha256, d.encoding, d.files, d.rules, d.notices, d.answers_to, d.looks_for, d.summary"
FILED_FROM = f"MATCH (d:KgFiled) WHERE d.id >= $first RETURN {_FILED} ORDER BY d.id LIMIT $limit"
FILED = f"UNWIND $ids AS id MATCH (d:KgFiled {{id: id}}) RETURN {_FILED}"
FILED_BY_HASH = f"MATCH (d:KgFiled {{sha256: $sha256}}) RETURN {_FILED}"
SOURCE = "MATCH (d:KgFiled {id: $id}) RETURN d.source"
FILES = "MATCH (f:KgName)-[:KG_NAMES]->(d:KgFiled) WHERE f.name >= '' RETURN f.name, d.id ORDER BY f.name"
SUMMARIES = "UNWIND $ids AS id MATCH (d:KgFiled {id: id}) RETURN d.id, d.summary"
ANSWERING = "UNWIND $keys AS key MATCH (:KgKey {key: key})<-[:KG_ANSWERS_TO]-(d:KgFiled) RETURN key, d.id"
LOOKING = "UNWIND $keys AS key MATCH (:KgKey {key: key})<-[:KG_LOOKS_FOR]-(d:KgFiled) RETURN key, d.id"
FILED_ALIKE = f"""
UNWIND $ids AS id
MATCH (d:KgFiled {{id: id}}) RETURN {_FILED}, d.source
UNION
UNWIND $hashes AS hash
MATCH (d:KgFiled {{sha256: hash}}) RETURN {_FILED}, d.source
UNION
UNWIND $names AS name
MATCH (:KgName {{name: name}})-[:KG_NAMES]->(d:KgFiled) RETURN {_FILED}, d.source
"""
FILE = """
UNWIND $rows AS row
MERGE (d:KgFiled {id: row.id})
SET d = row
WITH d
CALL (d) {
  UNWIND d.files AS name
  MERGE (f:KgName {name: name})
  MERGE (f)-[:KG_NAMES]->(d)
}
CALL (d) {
  UNWIND d.answers_to AS key
  MERGE (k:KgKey {key: key})
  MERGE (d)-[:KG_ANSWERS_TO]->(k)
}
CALL (d) {
  UNWIND d.looks_for AS key
  MERGE (k:KgKey {key: key})
  MERGE (d)-[:KG_LOOKS_FOR]->(k)
}
"""
UNFILE = """
UNWIND $ids AS id
MATCH (d:KgFiled {id: id})
OPTIONAL MATCH (d)-[:KG_ANSWERS_TO|KG_LOOKS_FOR]->(k:KgKey)
OPTIONAL MATCH (d)<-[:KG_NAMES]-(f:KgName)
WITH d, collect(DISTINCT k) AS keys, collect(DISTINCT f) AS names
FOREACH (f IN names | DETACH DELETE f)
DETACH DELETE d
WITH keys
UNWIND keys AS k
WITH k WHERE NOT EXISTS { (k)<--() }
DELETE k
"""


def filed_properties(row: Sequence[Any]) -> dict[str, Any]:
    """A row of FILED and the packed text as the properties that FILE writes."""
    names = [column.removeprefix("d.") for column in _FILED.split(", ")]
    return dict(zip((*names, "source"), row, strict=True))
