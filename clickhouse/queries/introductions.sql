-- The earliest events that brought each of these values: for each, the first three.
SELECT value, id, run_id, kind, toUnixTimestamp64Micro(sort_time) AS sort_micros
FROM value_index
WHERE workspace = {workspace:String}
  AND value IN {values:Array(String)}
  AND kind IN {kinds:Array(String)}
ORDER BY value, sort_time, event_order, id
LIMIT 3 BY value
LIMIT {limit:UInt32}
