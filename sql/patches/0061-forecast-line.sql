-- patch: 0061
-- after: 0060
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The forecast of a placement tells more (58-forecast.sql), and who moves a last day names the profile that was looked at.
DROP FUNCTION IF EXISTS sec.forecast(uuid);
DROP FUNCTION IF EXISTS casework.placement_extend(uuid, integer, date, text);
