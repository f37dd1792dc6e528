-- Uses that name a credential by one of these keys, latest first.
SELECT
    key, event_id, time_micros, provider, operation, action_class, outcome, environment, resources,
    run_id, machine, principal, source_address, run_environment,
    toUnixTimestamp64Micro(sort_time) AS sort_micros
FROM credential_uses FINAL
WHERE workspace = {workspace:String}
  AND key IN {keys:Array(String)}
  AND (toUnixTimestamp64Micro(sort_time) < {cursorTime:Int64}
       OR (toUnixTimestamp64Micro(sort_time) = {cursorTime:Int64} AND event_id > {cursorId:String}))
ORDER BY sort_time DESC, event_id
LIMIT {limit:UInt32}
