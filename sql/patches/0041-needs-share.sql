-- patch: 0041
-- after: 0040
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Which placements wait for their key is asked once for a caseload, no longer for each of them.

DROP FUNCTION IF EXISTS sec.needs_share(uuid);
