-- Agent runs that have an event in a time range.
SELECT run_id
FROM events
WHERE workspace = {workspace:String}
  AND sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
  AND sort_time <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND run_id != ''
GROUP BY run_id
ORDER BY min(sort_time)
LIMIT {limit:UInt32}
