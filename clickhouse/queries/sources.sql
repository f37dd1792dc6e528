-- What sends to a workspace: each source with how much and when, and how long its events took to
-- get here (median of the last day, of those that state a time). `hours` are the distinct hours in
-- which something came: what came in several of them can fall silent. Times of arrival are told to
-- five minutes.
SELECT
    source,
    any(format) AS format,
    sum(taken) AS events,
    sumIf(taken, five_minutes >= toStartOfFiveMinutes(now() - INTERVAL 1 HOUR)) AS last_hour,
    sumIf(taken, five_minutes >= toStartOfFiveMinutes(now() - INTERVAL 1 DAY)) AS last_day,
    max(m.last_event_micros) AS last_event_micros,
    toUnixTimestamp64Milli(min(first_received)) AS first_received_ms,
    toUnixTimestamp64Milli(max(last_received)) AS last_received_ms,
    uniq(toStartOfHour(five_minutes)) AS hours,
    quantileTDigestIfMergeIf(0.5)(lag, five_minutes >= toStartOfFiveMinutes(now() - INTERVAL 1 DAY))
        AS lag_of_day,
    if(isNaN(lag_of_day), NULL, lag_of_day) AS lag_ms
FROM source_minutes AS m
WHERE workspace = {workspace:String}
GROUP BY source
ORDER BY last_received_ms DESC
LIMIT {limit:UInt32}
