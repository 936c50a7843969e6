-- patch: 0055
-- after: 0054
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Who asks for a match knows already which unit is hers.
DROP FUNCTION IF EXISTS casework.seen_case(sec.who, uuid);
