-- Agent runs that have an event in a time range; and, since a source without times may have been
-- under way at any time, the runs without times that arrived within the last day.
SELECT run_id
FROM events
WHERE workspace = {workspace:String}
  AND run_id != ''
  AND (
      (
          sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
          AND sort_time <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
      )
      OR (time_micros IS NULL AND received >= now64(3) - INTERVAL 1 DAY)
  )
GROUP BY run_id
ORDER BY max(sort_time) DESC
LIMIT {limit:UInt32}
