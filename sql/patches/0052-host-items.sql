-- patch: 0052
-- after: 0051
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Whose secret somebody holds is asked once an opening: host_items has another signature, bundle is sec.fetch.
DROP FUNCTION IF EXISTS sec.host_items(integer[], uuid[], integer[]);
DROP FUNCTION IF EXISTS sec.bundle(sec.who, uuid, integer[], uuid[], integer[], text);
