-- Credentials as the expiry view has them. {filters}, {rank} and {key} as in credential-list.
SELECT
    id, title, kind, provider, owner_state, owner, environments, expiry_state, expires_micros,
    issued_micros, used_state, used_micros, severity, {rank} AS rank, {key} AS sort_key
FROM credential_rows FINAL
WHERE workspace = {workspace:String}
  {filters}
ORDER BY rank, sort_key {direction}, id
LIMIT {limit:UInt32}
