-- patch: 0071
-- after: 0070
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A match is told from which day on (W-01: what is replaced counts before it). The function of before goes, because what
-- it takes is another.

DROP FUNCTION IF EXISTS casework.match_case(uuid, uuid, uuid, text, text[], integer);
