-- The rows of the embedded store. Properties are one line of JSON, keys sorted.
-- Foreign keys are checked at COMMIT: an edge whose node has gone stops the change that forgot it.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Who contributes: 'facts:<document id>', 'links:<document id>' …
CREATE TABLE owner (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- The merged graph. owner is NULL for a shared fact.
CREATE TABLE node (
    n INTEGER PRIMARY KEY,
    label TEXT NOT NULL,
    id TEXT NOT NULL,
    owner INTEGER,
    properties TEXT NOT NULL
);
CREATE UNIQUE INDEX node_id ON node (label, id);
CREATE INDEX node_owner ON node (owner) WHERE owner IS NOT NULL;

CREATE TABLE edge (
    n INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    start INTEGER NOT NULL REFERENCES node (n) DEFERRABLE INITIALLY DEFERRED,
    end INTEGER NOT NULL REFERENCES node (n) DEFERRABLE INITIALLY DEFERRED,
    key TEXT NOT NULL,
    owner INTEGER,
    properties TEXT NOT NULL
);
CREATE UNIQUE INDEX edge_start ON edge (start, type, end, key);
CREATE INDEX edge_end ON edge (end, type);
CREATE INDEX edge_owner ON edge (owner) WHERE owner IS NOT NULL;

-- What is said of a shared fact, each wording once, and who says it. A fact without a wording left goes.
CREATE TABLE wording (
    n INTEGER PRIMARY KEY,
    node INTEGER,
    edge INTEGER,
    properties TEXT NOT NULL,
    owners INTEGER NOT NULL
);
CREATE UNIQUE INDEX wording_node ON wording (node, properties) WHERE node IS NOT NULL;
CREATE UNIQUE INDEX wording_edge ON wording (edge, properties) WHERE edge IS NOT NULL;
CREATE TABLE said (owner INTEGER NOT NULL, wording INTEGER NOT NULL, PRIMARY KEY (owner, wording)) WITHOUT ROWID;

-- The files: one row a content, its names beside it. source is the text, UTF-8, deflated.
CREATE TABLE document (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE,
    encoding TEXT NOT NULL,
    rules TEXT NOT NULL,
    notices TEXT NOT NULL,
    summary TEXT NOT NULL,
    source BLOB NOT NULL
);
CREATE TABLE file (name TEXT PRIMARY KEY, document INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX file_document ON file (document);

-- By which keys documents find each other: those they answer to (looks = 0) and those they look for (looks = 1).
CREATE TABLE finding (key TEXT NOT NULL, looks INTEGER NOT NULL, document INTEGER NOT NULL,
    PRIMARY KEY (key, looks, document)) WITHOUT ROWID;
CREATE INDEX finding_document ON finding (document)
