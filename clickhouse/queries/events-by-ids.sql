-- Events by their ids, without the whole records.
SELECT id, payload, text, '' AS raw
FROM events FINAL
WHERE workspace = {workspace:String} AND id IN {ids:Array(String)}
ORDER BY sort_time, event_order, id
LIMIT {limit:UInt32}
