-- Counts to narrow the inventory by, at most 500 values a facet.
SELECT facet, key, credentials
FROM
(
    SELECT
        multiIf(grouping(kind) = 0, 'kind', grouping(provider) = 0, 'provider',
                grouping(status) = 0, 'status', 'owner') AS facet,
        multiIf(facet = 'kind', toString(kind), facet = 'provider', toString(provider),
                facet = 'status', toString(status),
                if(owner_state = 'value', owner, toString(owner_state))) AS key,
        count() AS credentials
    FROM credential_rows FINAL
    WHERE workspace = {workspace:String}
    GROUP BY GROUPING SETS ((kind), (provider), (status), (owner_state, owner))
    UNION ALL
    SELECT 'environment' AS facet, toString(arrayJoin(environments)) AS key, count() AS credentials
    FROM credential_rows FINAL WHERE workspace = {workspace:String} GROUP BY key
    UNION ALL
    SELECT 'tag' AS facet, toString(arrayJoin(tags)) AS key, count() AS credentials
    FROM credential_rows FINAL WHERE workspace = {workspace:String} GROUP BY key
    UNION ALL
    SELECT 'finding' AS facet, toString(arrayJoin(findings)) AS key, count() AS credentials
    FROM credential_rows FINAL WHERE workspace = {workspace:String} GROUP BY key
)
ORDER BY facet, credentials DESC, key
LIMIT 500 BY facet
LIMIT {limit:UInt32}
