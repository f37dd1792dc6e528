-- Credentials that reach something, those first that destroy data with its copies.
SELECT id, reaches, destroys, has(findings, 'can-destroy-backups') AS alarm
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND status != 'revoked' AND reaches > 0
ORDER BY alarm DESC, destroys DESC, reaches DESC, id
LIMIT {limit:UInt32}
