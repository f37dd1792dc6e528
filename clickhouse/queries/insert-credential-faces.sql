-- Takes what lists show of credentials from {source}.
INSERT INTO credential_faces (workspace, id, revision, gone, face)
SELECT workspace, id, revision, gone, face
FROM {source}
SETTINGS min_chunk_bytes_for_parallel_parsing = 1048576, max_insert_threads = 1
