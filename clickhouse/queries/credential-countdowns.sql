-- Credentials that are not revoked and end between now and the horizon, earliest first; after a cursor.
SELECT id, title, kind, provider, owner_state, owner, expires_micros
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND status != 'revoked' AND expiry_state = 'value'
  AND expires_micros > {now:Int64} AND expires_micros <= {horizon:Int64}
  AND (expires_micros > {afterMicros:Int64}
       OR (expires_micros = {afterMicros:Int64} AND id > {afterId:String}))
ORDER BY expires_micros, id
LIMIT {limit:UInt32}
