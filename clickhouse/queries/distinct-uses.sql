-- Of each key the distinct uses, with the latest event of each: at most 20 of one operation in one
-- environment, and 400 in all. What a credential is assessed by.
SELECT
    key, provider, operation, action_class, outcome, environment, run_id, machine, source_address,
    run_environment,
    argMax(event_id, sort_time) AS event_id,
    max(time_micros) AS time_micros,
    argMax(resources, sort_time) AS resources,
    argMax(principal, sort_time) AS principal
FROM credential_uses FINAL
WHERE workspace = {workspace:String} AND key IN {keys:Array(String)}
GROUP BY
    key, provider, operation, action_class, outcome, environment, run_id, machine, source_address,
    run_environment
ORDER BY key, time_micros DESC
LIMIT 20 BY key, operation, environment
LIMIT {limit:UInt32}
