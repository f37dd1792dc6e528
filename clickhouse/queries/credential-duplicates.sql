-- Credentials that stand in several places, most places first.
SELECT id, title, places
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND status != 'revoked' AND length(places) > 1
ORDER BY length(places) DESC, id
LIMIT {limit:UInt32}
