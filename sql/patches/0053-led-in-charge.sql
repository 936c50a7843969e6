-- patch: 0053
-- after: 0052
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Whom somebody follows is asked of the one who is named for a placement, too.
DROP FUNCTION IF EXISTS casework.led(uuid[], uuid);
