-- Takes uses from {source}. The same use again is the same row.
INSERT INTO credential_uses
(
    workspace, key, sort_time, event_id, time_micros, provider, operation, action_class, outcome,
    environment, resources, run_id, machine, principal, source_address, run_environment, rank
)
SELECT
    workspace, key, fromUnixTimestamp64Micro(sort_micros, 'UTC'), event_id, time_micros, provider,
    operation, action_class, outcome, environment, resources, run_id, machine, principal,
    source_address, run_environment, rank
FROM {source}
SETTINGS min_chunk_bytes_for_parallel_parsing = 1048576, max_insert_threads = 1
