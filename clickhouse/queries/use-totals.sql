-- How many uses each key has, in how many runs.
SELECT key, count() AS uses, uniqExactIf(run_id, run_id != '') AS runs
FROM credential_uses FINAL
WHERE workspace = {workspace:String} AND key IN {keys:Array(String)}
GROUP BY key
LIMIT {limit:UInt32}
