-- Where values came from: which event first brought a credential, a resource's id, an address.
--
-- Why so: the question “where did the agent get this?” goes across runs, machines and months. It is
-- asked of few values at a time, so the value leads the sort key after the workspace, and the
-- earliest events stand first. `introduces` is filled by the writer (`core/incidents/values.ts`
-- knows the values); the view spreads it. What was stored before this migration is indexed by its
-- credentials only.
ALTER TABLE events ADD COLUMN IF NOT EXISTS introduces Array(String) CODEC(ZSTD(3));

CREATE TABLE IF NOT EXISTS value_index
(
    workspace String,
    value String,
    sort_time DateTime64(6, 'UTC'),
    event_order Int64,
    kind LowCardinality(String),
    run_id String,
    id String
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace, value, sort_time, event_order, id);

INSERT INTO value_index
SELECT workspace, arrayJoin(credentials) AS value, sort_time, event_order, kind, run_id, id
FROM events
WHERE kind IN ('prompt', 'tool-result', 'configuration');

CREATE MATERIALIZED VIEW IF NOT EXISTS value_index_view TO value_index AS
SELECT workspace, arrayJoin(introduces) AS value, sort_time, event_order, kind, run_id, id
FROM events;
