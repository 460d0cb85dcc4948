-- 需要处理的文件：既不是 ok 也不是 duplicate 的每个文件，及其原因和处理办法。
-- The files that need attention: each that is neither ok nor a duplicate, with why and what to do.
SELECT d.source_file, d.status, d.error_code, d.error, d.error_zh, d.unit_name, d.year, d.doc_id
FROM documents d
WHERE d.status NOT IN ('ok', 'duplicate')
