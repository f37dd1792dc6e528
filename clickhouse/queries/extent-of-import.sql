-- What one import brought: its agent runs, and the time range of the providers' records in it.
SELECT
    groupUniqArrayIf({limit:UInt32})(run_id, run_id != '') AS runs,
    minIf(time_micros, kind = 'provider-record') AS provider_from,
    maxIf(time_micros, kind = 'provider-record') AS provider_to
FROM events
WHERE workspace = {workspace:String} AND import_id = {import:String}
