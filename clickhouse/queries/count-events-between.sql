-- How many events a workspace holds in a time range.
SELECT count() AS events FROM (
    SELECT id FROM events
    WHERE workspace = {workspace:String}
      AND sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
      AND sort_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
    GROUP BY id
    LIMIT {limit:UInt32}
)
