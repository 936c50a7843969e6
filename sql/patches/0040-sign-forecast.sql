-- patch: 0040
-- after: 0039
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A decision takes the forecast of its day.

DROP FUNCTION IF EXISTS casework.placement_sign(uuid, integer);
