-- A page of the scopes matrix. {filters}, {rank} and {key} are written by server/credentials/row-filter.ts
-- from its own words; what users write is bound. A row without the value it is sorted by comes last.
-- Without read-in-order: a constant first key (`rank`) makes the engine read in an order that nothing has,
-- ten times slower than sorting.
SELECT id, granted, used, length(unused) AS unused_grants, {rank} AS rank, {key} AS sort_key
FROM credential_rows FINAL
WHERE workspace = {workspace:String}
  {filters}
  {after}
ORDER BY rank, sort_key {direction}, id
LIMIT {limit:UInt32}
SETTINGS optimize_read_in_order = 0
