-- What is known of the credentials that are not revoked, and the totals of the sprawl view.
SELECT
    count() AS total,
    countIf(owner_state = 'value') AS owner_value, countIf(owner_state = 'none') AS owner_none,
    countIf(expiry_state = 'value') AS expiry_value, countIf(expiry_state = 'none') AS expiry_none,
    countIf(used_state = 'value') AS used_value, countIf(used_state = 'none') AS used_none,
    countIf(scopes_state = 'value') AS scopes_value, countIf(scopes_state = 'none') AS scopes_none,
    sum(length(granted)) AS grants,
    sum(length(unused)) AS grants_unused,
    countIf(length(places) > 1) AS duplicated
FROM credential_rows FINAL
WHERE workspace = {workspace:String} AND status != 'revoked'
LIMIT 1
