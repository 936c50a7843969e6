-- patch: 0037
-- after: 0036
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- An auditor says why she searches the log or takes entries out of it.

ALTER TYPE sec.reason ADD VALUE 'control';
DROP FUNCTION IF EXISTS sec.log_search(uuid, text, uuid, uuid, text, text, timestamptz, timestamptz, bigint, integer);
DROP FUNCTION IF EXISTS sec.log_bundle(bigint, bigint, integer);
