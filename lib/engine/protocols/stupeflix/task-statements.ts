/** Ends those of `$1` that the claim `$3` still holds, at `$2`; answers their keys. */
export const endTasks = `UPDATE stupeflix_task AS t
  SET status = n.status, result = n.result, files = n.files, error = n.error, progress = NULL,
    is_callback_due = n."isCallbackDue", completed_at = $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb)
    AS n("taskKey" text, status text, result jsonb, files jsonb, error jsonb, "isCallbackDue" boolean)
  WHERE t.task_key = n."taskKey" AND t.status = 'executing' AND t.claim = $3
  RETURNING t.task_key AS "taskKey"`;

/** Rows of `$4` for the files of those that `ended` answers. */
export const keepFiles = `kept AS (
        INSERT INTO stupeflix_file
          (task_key, name, account_id, storage_key, size_bytes, mime_type, is_volatile, created_at)
        SELECT f."taskKey", f.name, f."accountId", f."storageKey", f."sizeBytes", f."mimeType", f."isVolatile",
          f."createdAt"
        FROM jsonb_to_recordset($4::jsonb) AS f("taskKey" text, name text, "accountId" text, "storageKey" text,
          "sizeBytes" bigint, "mimeType" text, "isVolatile" boolean, "createdAt" timestamptz)
        WHERE f."taskKey" IN (SELECT "taskKey" FROM ended))`;
