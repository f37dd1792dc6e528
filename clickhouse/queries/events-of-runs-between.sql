-- Events of these agent runs in a time range.
SELECT id, payload, text, '' AS raw
FROM events FINAL
WHERE workspace = {workspace:String}
  AND sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
  AND sort_time <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND run_id IN {runs:Array(String)}
ORDER BY sort_time, event_order, id
LIMIT {limit:UInt32}
