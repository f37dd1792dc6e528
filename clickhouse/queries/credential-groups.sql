-- Credentials that are not revoked, by provider, kind, owner, age and environment.
SELECT facet, key, credentials, at_risk, never_expires, unowned, on_disk, unused
FROM
(
    SELECT
        multiIf(grouping(kind) = 0, 'kind', grouping(provider) = 0, 'provider',
                grouping(age) = 0, 'age', 'owner') AS facet,
        multiIf(facet = 'kind', toString(kind), facet = 'provider', toString(provider),
                facet = 'age', age, if(owner_state = 'value', owner, toString(owner_state))) AS key,
        count() AS credentials, sum(is_grave) AS at_risk, sum(is_endless) AS never_expires,
        sum(is_unowned) AS unowned, sum(is_on_disk) AS on_disk, sum(is_unused) AS unused
    FROM
    (
        SELECT kind, provider, owner_state, owner,
            intDiv({now:Int64} - issued_micros, 86400000000) AS days,
            multiIf(issued_micros = 0, 'unknown', days <= 30, '30', days <= 90, '90',
                    days <= 365, '365', days <= 730, '730', 'older') AS age,
            severity <= 1 AS is_grave,
            has(findings, 'never-expires') AS is_endless,
            has(findings, 'unowned') AS is_unowned,
            has(findings, 'on-disk') AS is_on_disk,
            has(findings, 'unused') AS is_unused
        FROM credential_rows FINAL
        WHERE workspace = {workspace:String} AND status != 'revoked'
    )
    GROUP BY GROUPING SETS ((kind), (provider), (age), (owner_state, owner))
    UNION ALL
    SELECT
        'environment' AS facet,
        toString(arrayJoin(if(empty(environments), ['unknown'], environments))) AS key,
        count() AS credentials, countIf(severity <= 1) AS at_risk,
        countIf(has(findings, 'never-expires')) AS never_expires,
        countIf(has(findings, 'unowned')) AS unowned,
        countIf(has(findings, 'on-disk')) AS on_disk,
        countIf(has(findings, 'unused')) AS unused
    FROM credential_rows FINAL
    WHERE workspace = {workspace:String} AND status != 'revoked'
    GROUP BY key
)
ORDER BY facet, credentials DESC, key
LIMIT 200 BY facet
LIMIT {limit:UInt32}
