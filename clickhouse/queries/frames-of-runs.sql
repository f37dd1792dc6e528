-- What frames these runs: their prompts, settings and approvals, from the beginning on.
SELECT id, payload, text, '' AS raw
FROM events FINAL
WHERE workspace = {workspace:String}
  AND run_id IN {runs:Array(String)}
  AND kind IN ('prompt', 'configuration', 'approval')
ORDER BY sort_time, event_order, id
LIMIT {limit:UInt32}
