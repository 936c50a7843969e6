-- patch: 0062
-- after: 0060
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The forecast of a placement tells more (58-forecast.sql).
DROP FUNCTION IF EXISTS sec.forecast(uuid);
