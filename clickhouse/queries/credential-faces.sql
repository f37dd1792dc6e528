-- What lists show of these credentials.
SELECT id, face
FROM credential_faces FINAL
WHERE workspace = {workspace:String} AND id IN {ids:Array(String)}
LIMIT {limit:UInt32}
