-- What sends to a workspace: each source with how much and when, and how long its events took to
-- get here (median of the last day, of those that state a time). `hours` are the distinct hours in
-- which something came: what came in several of them can fall silent.
SELECT
    source,
    any(format) AS format,
    count() AS events,
    countIf(received >= now64(3) - INTERVAL 1 HOUR) AS last_hour,
    countIf(received >= now64(3) - INTERVAL 1 DAY) AS last_day,
    maxOrNull(time_micros) AS last_event_micros,
    toUnixTimestamp64Milli(min(received)) AS first_received_ms,
    toUnixTimestamp64Milli(max(received)) AS last_received_ms,
    uniq(toStartOfHour(received)) AS hours,
    quantileOrNullIf(0.5)(
        toUnixTimestamp64Milli(received) - intDiv(assumeNotNull(time_micros), 1000),
        time_micros IS NOT NULL AND received >= now64(3) - INTERVAL 1 DAY
    ) AS lag_ms
FROM events
WHERE workspace = {workspace:String}
GROUP BY source
ORDER BY last_received_ms DESC
LIMIT {limit:UInt32}
