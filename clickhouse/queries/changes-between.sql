-- What providers recorded in a time range, reading left out.
SELECT id, payload, text, '' AS raw
FROM events FINAL
WHERE workspace = {workspace:String}
  AND sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
  AND sort_time <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND kind = 'provider-record'
  AND action_class NOT IN ('read', 'execute')
ORDER BY sort_time, event_order, id
LIMIT {limit:UInt32}
