-- How many credentials match the filters.
SELECT count() AS credentials
FROM credential_rows FINAL
WHERE workspace = {workspace:String}
  {filters}
LIMIT 1
