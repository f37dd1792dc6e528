-- A page of events, newest first. {filters} stands for conditions that server/events/query.ts
-- writes; values in them are bound as well.
SELECT
    id, time_micros, event_order, kind, format, source, path, line, run_id, product, actor, tool,
    operation, provider, action_class, environment, outcome, credentials, substring(text, 1, 2000) AS text
FROM events FINAL
WHERE workspace = {workspace:String}
  AND sort_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
  AND sort_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
  AND (toUnixTimestamp64Micro(sort_time), event_order, id) < ({cursorTime:Int64}, {cursorOrder:Int64}, {cursorId:String})
  {filters}
ORDER BY sort_time DESC, event_order DESC, id DESC
LIMIT {limit:UInt32}
