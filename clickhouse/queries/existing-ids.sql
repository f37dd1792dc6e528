-- Which of these ids are stored already. The time range is that of the batch: the same event has
-- the same time, so no more parts need be opened.
SELECT DISTINCT id
FROM events
WHERE workspace = {workspace:String}
  AND sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
  AND sort_time <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND id IN {ids:Array(String)}
LIMIT {limit:UInt32}
