-- The columns of the scopes matrix: what the credentials that match grant or use, commonest first.
SELECT column, sum(of_granted) AS granted, sum(of_used) AS used, sum(of_unused) AS unused
FROM
(
    SELECT arrayJoin(granted) AS column, count() AS of_granted, 0 AS of_used, 0 AS of_unused
    FROM credential_rows FINAL WHERE workspace = {workspace:String} {filters} GROUP BY column
    UNION ALL
    SELECT arrayJoin(used) AS column, 0 AS of_granted, count() AS of_used, 0 AS of_unused
    FROM credential_rows FINAL WHERE workspace = {workspace:String} {filters} GROUP BY column
    UNION ALL
    SELECT arrayJoin(unused) AS column, 0 AS of_granted, 0 AS of_used, count() AS of_unused
    FROM credential_rows FINAL WHERE workspace = {workspace:String} {filters} GROUP BY column
)
GROUP BY column
ORDER BY granted + used DESC, column
LIMIT {limit:UInt32}
