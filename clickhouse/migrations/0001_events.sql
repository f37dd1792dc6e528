-- The events: append-only, one row an event, wide; payloads are read only where they are shown.
--
-- Why so: a workspace reads its own time range, so workspace and time lead the sort key and months
-- part the table. The id is last in the key: ReplacingMergeTree then makes one row of two that two
-- writers brought in at once (a single writer asks before it inserts). `sort_time` is `time` with
-- null as 1970: a source without times still has a place and an order, and `time_micros` stays
-- null; nothing is invented.
CREATE TABLE IF NOT EXISTS events
(
    workspace String,
    sort_time DateTime64(6, 'UTC'),
    id String,
    time_micros Nullable(Int64),
    event_order Int64,
    kind LowCardinality(String),
    format LowCardinality(String),
    source String,
    path String,
    line UInt32,
    run_id String,
    product LowCardinality(String),
    actor LowCardinality(String),
    tool LowCardinality(String),
    operation LowCardinality(String),
    provider LowCardinality(String),
    action_class LowCardinality(String),
    environment LowCardinality(String),
    outcome LowCardinality(String),
    credentials Array(String),
    text String CODEC(ZSTD(3)),
    payload String CODEC(ZSTD(3)),
    raw String CODEC(ZSTD(6)),
    import_id String,
    received DateTime64(3, 'UTC') DEFAULT now64(3),
    INDEX by_id id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX by_run run_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_credential credentials TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(sort_time)
ORDER BY (workspace, sort_time, id)
