-- How many credentials that are not revoked have each finding.
SELECT arrayJoin(findings) AS finding, count() AS credentials
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND status != 'revoked'
GROUP BY finding
ORDER BY finding
LIMIT {limit:UInt32}
