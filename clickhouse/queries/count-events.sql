-- How many events a workspace holds.
SELECT count() AS events FROM (
    SELECT id FROM events WHERE workspace = {workspace:String} GROUP BY id LIMIT {limit:UInt32}
)
