-- Whole events of a workspace in a time range, the earliest first, after a place.
SELECT id, payload, text, raw
FROM events FINAL
WHERE workspace = {workspace:String}
  AND sort_time >= fromUnixTimestamp64Micro({afterTime:Int64}, 'UTC')
  AND sort_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND (toUnixTimestamp64Micro(sort_time), event_order, id) > ({afterTime:Int64}, {afterOrder:Int64}, {afterId:String})
ORDER BY sort_time, event_order, id
LIMIT {limit:UInt32}
