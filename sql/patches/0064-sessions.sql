-- patch: 0064
-- after: 0063
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- E-10: sessions end with the hours that remain, and not with a day that who asks for them names.

DROP FUNCTION IF EXISTS casework.sessions(casework.placement, date, boolean);
