-- patch: 0052
-- after: 0051
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- They have another signature now: whose secret somebody holds is asked once an opening.
DROP FUNCTION IF EXISTS sec.host_items(integer[], uuid[], integer[]);
DROP FUNCTION IF EXISTS sec.bundle(sec.who, uuid, integer[], uuid[], integer[], text);
