-- Events of these runs that may have left their task: calls that destroy, expose, grant, or change or
-- ask something outside the machine; removals and moves that reach out of the run's folder; work thrown
-- away; answers with an address that carries something. Gravest first. What is not among them cannot
-- be an effect; whether one of them is, reconstruction decides.
SELECT run_id, sort_micros
FROM
(
    SELECT
        id,
        run_id,
        toUnixTimestamp64Micro(sort_time) AS sort_micros,
        multiIf(
            kind = 'message', 3,
            action_class IN ('read', 'execute'), 4,
            action_class IN ('destroy', 'expose', 'grant') AND provider NOT IN ('filesystem', 'git'), 1,
            provider IN ('filesystem', 'git'), 2,
            3
        ) AS rank
    FROM events
    WHERE workspace = {workspace:String}
      AND run_id IN {runs:Array(String)}
      AND (
          (
              kind = 'tool-call'
              AND (
                  (
                      action_class IN ('destroy', 'expose', 'grant')
                      AND provider NOT IN ('filesystem', 'git')
                  )
                  OR (
                      action_class IN ('create', 'modify', 'delete')
                      AND provider NOT IN ('filesystem', 'git', 'shell', 'docker', 'web')
                  )
                  OR (
                      provider = 'filesystem'
                      AND (
                          action_class IN ('expose', 'grant')
                          OR (
                              action_class IN ('destroy', 'delete', 'modify')
                              AND match(
                                  text,
                                  '(?i)\\b(rm|rmdir|rd|del|erase|shred|unlink|find|rsync|mv|move|remove-item|move-item|rmtree|rmsync|dd|mkfs|truncate)\\b[^\\n]*[\\s"''(](/|~|\\$HOME|\\.\\.|[a-z]:|\\*|\\./\\*|\\.([\\s"'']|$))'
                              )
                          )
                      )
                  )
                  OR (provider = 'git' AND action_class IN ('destroy', 'delete'))
                  -- An instruction can be followed by looking something up, too: a page visited, a mail read.
                  OR (
                      action_class IN ('read', 'execute')
                      AND provider NOT IN ('filesystem', 'git', 'shell', 'docker', '')
                  )
              )
          )
          OR (kind = 'message' AND match(text, '\\]\\(\\s*https?://[^)]*[?#]'))
      )
    LIMIT 1 BY id
)
ORDER BY rank, sort_micros, id
LIMIT {limit:UInt32}
