-- patch: 0070
-- after: 0069
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Whom somebody follows says how many she takes on, too: on some days it is who stands in.
DROP FUNCTION IF EXISTS casework.led(uuid[], uuid, uuid);
