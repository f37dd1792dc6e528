-- Takes assessed credentials from {source}.
INSERT INTO credential_rows
(
    workspace, id, revision, gone, title, kind, provider, owner_state, owner, environments, tags,
    status, level, severity, weight, findings, expiry_state, expires_micros, issued_micros,
    used_state, used_micros, scopes_state, granted, used, unused, places, reaches, destroys,
    sightings, uses, search
)
SELECT
    workspace, id, revision, gone, title, kind, provider, owner_state, owner, environments, tags,
    status, level, severity, weight, findings, expiry_state, expires_micros, issued_micros,
    used_state, used_micros, scopes_state, granted, used, unused, places, reaches, destroys,
    sightings, uses, search
FROM {source}
SETTINGS min_chunk_bytes_for_parallel_parsing = 1048576, max_insert_threads = 1
