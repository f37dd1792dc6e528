-- What credentials did, and the inventory as its lists read it.
--
-- Uses are derived from events and never change, so they stand where events stand. They are kept
-- under the key by which they name a credential (`print:…`, `id:aws:…`), not under the credential:
-- when two entries turn out to be one, or one to be two, no use moves. An agent's call and later its
-- result give one use; of two rows the one with the higher rank stays, which knows the outcome.
--
-- Rows are the projection of the records' credentials that every list, count and facet reads: a scan
-- of a few columns answers any filter in milliseconds at 100,000 credentials, where JSON documents in
-- the records would have to be parsed. Faces are what a list shows of each: a page reads the few that
-- it shows, by id, so their granules are small. The records stay the truth; a row is written anew whenever
-- its credential is assessed, and the highest revision stands.
CREATE TABLE IF NOT EXISTS credential_uses
(
    workspace String,
    key String,
    sort_time DateTime64(6, 'UTC'),
    event_id String,
    time_micros Nullable(Int64),
    provider LowCardinality(String),
    operation LowCardinality(String),
    action_class LowCardinality(String),
    outcome LowCardinality(String),
    environment LowCardinality(String),
    resources Array(String),
    run_id String,
    machine LowCardinality(String),
    principal String,
    source_address String,
    run_environment LowCardinality(String),
    rank UInt16
)
ENGINE = ReplacingMergeTree(rank)
ORDER BY (workspace, key, sort_time, event_id)
SETTINGS index_granularity = 2048
;
CREATE TABLE IF NOT EXISTS credential_rows
(
    workspace String,
    id String,
    revision UInt64,
    gone UInt8,
    title String,
    kind LowCardinality(String),
    provider LowCardinality(String),
    owner_state LowCardinality(String),
    owner String,
    environments Array(LowCardinality(String)),
    tags Array(LowCardinality(String)),
    status LowCardinality(String),
    level LowCardinality(String),
    severity UInt8,
    weight UInt32,
    findings Array(LowCardinality(String)),
    expiry_state LowCardinality(String),
    expires_micros Int64,
    issued_micros Int64,
    used_state LowCardinality(String),
    used_micros Int64,
    scopes_state LowCardinality(String),
    granted Array(LowCardinality(String)),
    used Array(LowCardinality(String)),
    unused Array(LowCardinality(String)),
    places Array(String),
    reaches UInt32,
    destroys UInt32,
    sightings UInt32,
    uses UInt64,
    search String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision, gone)
ORDER BY (workspace, id)
SETTINGS index_granularity = 1024
;
CREATE TABLE IF NOT EXISTS credential_faces
(
    workspace String,
    id String,
    revision UInt64,
    gone UInt8,
    face String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(revision, gone)
ORDER BY (workspace, id)
SETTINGS index_granularity = 64
