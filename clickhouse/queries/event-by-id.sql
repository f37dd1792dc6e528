-- One event, with its payload and the whole record.
SELECT id, payload, text, raw
FROM events
WHERE workspace = {workspace:String} AND id = {id:String}
LIMIT 1
