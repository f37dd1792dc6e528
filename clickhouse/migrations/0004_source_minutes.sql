-- What each source brought, in pieces of five minutes.
--
-- Why so: the Sources page asks every fifteen seconds what sends, how much and how late. Answering
-- from the events looks at every event of the workspace; this table holds a few hundred rows a day
-- and source. Each statement bears being applied twice: the table is filled anew before the view
-- begins to write to it, and nobody else writes while migrations are applied.
CREATE TABLE IF NOT EXISTS source_minutes
(
    workspace String,
    source String,
    five_minutes DateTime('UTC'),
    format SimpleAggregateFunction(any, String),
    taken SimpleAggregateFunction(sum, UInt64),
    last_event_micros SimpleAggregateFunction(max, Nullable(Int64)),
    first_received SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_received SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    lag AggregateFunction(quantileTDigestIf(0.5), Int64, UInt8)
)
ENGINE = AggregatingMergeTree
ORDER BY (workspace, source, five_minutes);

TRUNCATE TABLE source_minutes;

INSERT INTO source_minutes
SELECT
    workspace,
    source,
    toStartOfFiveMinutes(received) AS five_minutes,
    any(format),
    count(),
    max(time_micros),
    min(received),
    max(received),
    quantileTDigestIfState(0.5)(
        toUnixTimestamp64Milli(received) - intDiv(assumeNotNull(time_micros), 1000),
        time_micros IS NOT NULL
    )
FROM events
GROUP BY workspace, source, five_minutes;

CREATE MATERIALIZED VIEW IF NOT EXISTS source_minutes_view TO source_minutes AS
SELECT
    workspace,
    source,
    toStartOfFiveMinutes(received) AS five_minutes,
    any(format) AS format,
    count() AS taken,
    max(time_micros) AS last_event_micros,
    min(received) AS first_received,
    max(received) AS last_received,
    quantileTDigestIfState(0.5)(
        toUnixTimestamp64Milli(received) - intDiv(assumeNotNull(time_micros), 1000),
        time_micros IS NOT NULL
    ) AS lag
FROM events
GROUP BY workspace, source, five_minutes;
