-- What providers recorded and sent within the last day: stands beside runs whose times are unknown.
SELECT id, payload, text, '' AS raw
FROM events FINAL
WHERE workspace = {workspace:String}
  AND kind IN ('provider-record', 'record')
  AND received >= now64(3) - INTERVAL 1 DAY
ORDER BY sort_time DESC, event_order, id
LIMIT {limit:UInt32}
