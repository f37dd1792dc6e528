-- Takes a batch of rows from {source}: a file of this process, or the body of the request. A batch
-- may hold times of any year that readers let through, 1990 to 2099, each month a partition: more
-- than the hundred that an insert takes by default.
INSERT INTO events
(
    workspace, sort_time, id, time_micros, event_order, kind, format, source, path, line, run_id,
    product, actor, tool, operation, provider, action_class, environment, outcome, credentials,
    text, payload, raw, import_id, introduces
)
SELECT
    workspace, fromUnixTimestamp64Micro(sort_micros, 'UTC'), id, time_micros, event_order, kind,
    format, source, path, line, run_id, product, actor, tool, operation, provider, action_class,
    environment, outcome, credentials, text, payload, raw, import_id, introduces
FROM {source}
SETTINGS min_chunk_bytes_for_parallel_parsing = 1048576, max_insert_threads = 1,
    max_partitions_per_insert_block = 1500
