"""Every Cypher statement that searches the graph in the database: by vector, by word, within places (语句).

Passages lie beside the graph: (:KgPassage {id, clause, document, start, end, vector}). Words are found in the clauses
themselves and in their `_around`: the names of units, places, sectors and headings that a clause stands under, and
marks of where it applies (at630200 in630200 in630000). Scores are cosines: the index gives (1 + cosine) / 2.
"""

from __future__ import annotations

from kg.cypher import FULLTEXT, VECTORS

# -- what was indexed --------------------------------------------------------------------------------------------------

INDEX = """
OPTIONAL MATCH (x:KgIndex {id: 'index'})
RETURN x.format, x.encoder, x.dimension, x.generation, x.clauses, x.passages
"""
SET_INDEX = """
MERGE (x:KgIndex {id: 'index'})
SET x.format = $format, x.encoder = $encoder, x.dimension = $dimension, x.generation = $generation,
    x.clauses = $clauses, x.passages = $passages
"""
DROP_VECTORS = f"DROP INDEX {VECTORS} IF EXISTS"
SOME_PASSAGES = "MATCH (p:KgPassage) WITH p LIMIT $limit DELETE p RETURN count(*)"
FORGET_INDEXED = """
MATCH (c:Clause) WHERE c.id >= $first
WITH c ORDER BY c.id LIMIT $limit
REMOVE c._indexed
RETURN max(c.id), count(*)
"""
COUNT_CLAUSES = "MATCH (c:Clause) RETURN count(c)"
COUNT_PASSAGES = "MATCH (p:KgPassage) RETURN count(p)"
CHANGED_OWNERS = """
MATCH (o:KgOwner) WHERE o.changed > $generation
RETURN o.name
"""
INDEXED = """
UNWIND $ids AS id
MATCH (c:Clause {id: id}) WHERE c._indexed IS NOT NULL
RETURN id, c._indexed
"""
DROP_PASSAGES = """
UNWIND $clauses AS clause
MATCH (p:KgPassage {clause: clause})
DELETE p
"""
WRITE_PASSAGES = """
UNWIND $rows AS row
MERGE (p:KgPassage {id: row.id})
SET p.clause = row.clause, p.document = row.document, p.start = row.start, p.end = row.end
WITH p, row
CALL db.create.setNodeVectorProperty(p, 'vector', row.vector)
RETURN count(*)
"""
WRITE_INDEXED = """
UNWIND $rows AS row
MATCH (c:Clause {id: row.clause})
SET c._around = row.around, c._indexed = row.print
"""


def make_vectors(dimension: int) -> str:
    """The vector index: exact numbers, no quantisation, so that scores are the cosines themselves."""
    return f"""
CREATE VECTOR INDEX {VECTORS} IF NOT EXISTS FOR (p:KgPassage) ON (p.vector)
OPTIONS {{indexConfig: {{
  `vector.dimensions`: {dimension:d}, `vector.similarity_function`: 'cosine', `vector.quantization.enabled`: false}}}}
"""


# -- by vector ---------------------------------------------------------------------------------------------------------

_BEST = """
WITH clause, max(score) AS score ORDER BY score DESC, clause LIMIT $k
RETURN collect(clause), collect(score)
"""
_NEAREST = f"""
CALL db.index.vector.queryNodes('{VECTORS}', $fetch, $vector) YIELD node AS p, score
"""
# The documents of some places and, unless $depth is 0, of what lies within them.
_WITHIN = """
UNWIND $places AS code
MATCH (j:Jurisdiction {id: code})
MATCH (j) (()<-[:WITHIN]-(:Jurisdiction)){0,4} (place:Jurisdiction)<-[:APPLIES_IN]-(d:Document)
"""
_EXACTLY = """
UNWIND $places AS code
MATCH (j:Jurisdiction {id: code})<-[:APPLIES_IN]-(d:Document)
"""

NEAREST = f"{_NEAREST}WITH p.clause AS clause, 2 * score - 1 AS score{_BEST}"


def nearest_within(*, exact: bool) -> str:
    """The closest passages of $fetch that belong to documents of the places."""
    return f"""{_EXACTLY if exact else _WITHIN}WITH collect(DISTINCT d.id) AS documents{_NEAREST}
WITH documents, p, score
WHERE p.document IN documents
WITH p.clause AS clause, 2 * score - 1 AS score{_BEST}"""


SCAN = f"""
UNWIND $clauses AS clause
MATCH (p:KgPassage {{clause: clause}})
WITH clause, vector.similarity.cosine(p.vector, $vector) * 2 - 1 AS score{_BEST}"""


def scan_within(*, exact: bool) -> str:
    """Every passage of the documents of the places."""
    return f"""{_EXACTLY if exact else _WITHIN}WITH DISTINCT d.id AS document
MATCH (p:KgPassage {{document: document}})
WITH p.clause AS clause, vector.similarity.cosine(p.vector, $vector) * 2 - 1 AS score{_BEST}"""


VECTORS_OF = """
UNWIND $clauses AS clause
MATCH (p:KgPassage {clause: clause})
RETURN clause, p.vector
"""

# -- by word -----------------------------------------------------------------------------------------------------------

_WORDED = f"""
CALL db.index.fulltext.queryNodes('{FULLTEXT}', $query, {{limit: $fetch}}) YIELD node AS c, score
"""
WORDED = f"{_WORDED}RETURN collect(c.id), collect(score)"

# A few clauses, looked at one by one: the weights of the terms that each holds, the heading's three times.
WORDED_AMONG = """
UNWIND $clauses AS id
MATCH (c:Clause {id: id})
WITH c.id AS clause, toLower(coalesce(c.heading, '')) AS heading,
     toLower(coalesce(c.text, '') + '\n' + coalesce(c._around, '')) AS rest
WITH clause, reduce(sum = 0.0, t IN $terms |
  sum + t.weight * (3 * toInteger(heading CONTAINS t.form) + toInteger(rest CONTAINS t.form))
) AS score WHERE score > 0
WITH clause, score ORDER BY score DESC, clause LIMIT $k
RETURN collect(clause), collect(score)
"""
COUNT_WORDED = f"""
CALL db.index.fulltext.queryNodes('{FULLTEXT}', $query) YIELD node
RETURN count(node)
"""
