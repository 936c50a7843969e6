-- patch: 0048
-- after: 0047
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A decision names the situation that was looked at for it.

DROP FUNCTION IF EXISTS casework.placement_sign(uuid, integer, date);
DROP FUNCTION IF EXISTS casework.decide(casework.placement, casework.authority, uuid, uuid, date);
