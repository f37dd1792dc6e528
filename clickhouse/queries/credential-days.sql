-- Credentials that end between now and the horizon, by day.
SELECT
    toString(toDate(fromUnixTimestamp64Micro(expires_micros, 'UTC'), 'UTC')) AS day,
    count() AS credentials
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND status != 'revoked' AND expiry_state = 'value'
  AND expires_micros > {now:Int64} AND expires_micros < {horizon:Int64}
GROUP BY day
ORDER BY day
LIMIT {limit:UInt32}
