-- Every event of these agent runs and of the runs that they started.
SELECT id, payload, text, '' AS raw
FROM events FINAL
WHERE workspace = {workspace:String} AND run_id IN {runs:Array(String)}
ORDER BY sort_time, event_order, id
LIMIT {limit:UInt32}
