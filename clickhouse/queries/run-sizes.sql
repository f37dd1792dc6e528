-- How many events these agent runs have.
SELECT run_id, count() AS events
FROM events
WHERE workspace = {workspace:String} AND run_id IN {runs:Array(String)}
GROUP BY run_id
LIMIT {limit:UInt32}
