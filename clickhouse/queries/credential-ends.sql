-- How many credentials that are not revoked end when, as of {now}.
SELECT
    count() AS total,
    countIf(ended AND has(findings, 'expired-but-used')) AS expired_but_used,
    countIf(ended AND NOT has(findings, 'expired-but-used')) AS expired,
    countIf(expiry_state = 'value' AND expires_micros > {now:Int64} AND expires_micros < {soon:Int64}) AS soon,
    countIf(expiry_state = 'value' AND expires_micros > {now:Int64} AND expires_micros < {horizon:Int64}) AS horizon,
    countIf(expiry_state = 'value' AND expires_micros >= {horizon:Int64}) AS later,
    countIf(expiry_state = 'none') AS never,
    countIf(expiry_state = 'unknown') AS unknown
FROM
(
    SELECT expiry_state, expires_micros, findings,
        expiry_state = 'value' AND expires_micros <= {now:Int64} AS ended
    FROM credential_rows FINAL
    WHERE workspace = {workspace:String} AND status != 'revoked'
)
LIMIT 1
