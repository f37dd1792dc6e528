-- The lists of the expiry view: what never ends (oldest first), what ended and was used since, what
-- ended, and what ends before the horizon; at most {limit} of each. Which they are is found over narrow
-- columns first, so that titles are read of those few alone.
WITH multiIf(
    expiry_state = 'none', 'never',
    expires_micros > {now:Int64}, 'ahead',
    has(findings, 'expired-but-used'), 'used', 'ended') AS list
SELECT
    list, id, title, kind, provider, owner_state, owner, environments, expiry_state, expires_micros,
    issued_micros, used_state, used_micros, severity
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND id IN
(
    SELECT id
    FROM credential_rows FINAL
    WHERE workspace = {workspace:String} AND status != 'revoked'
      AND (expiry_state = 'none' OR (expiry_state = 'value' AND expires_micros < {horizon:Int64}))
    ORDER BY
        list,
        if(expiry_state = 'none', if(issued_micros = 0, 9000000000000000, issued_micros), expires_micros),
        id
    LIMIT {limit:UInt32} BY list
)
ORDER BY
    list,
    if(expiry_state = 'none', if(issued_micros = 0, 9000000000000000, issued_micros), expires_micros),
    id
LIMIT {rows:UInt32}
