-- patch: 0049
-- after: 0048
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A corrected birth date corrects who is a minor: what locks the case says when she was taken in.

DROP FUNCTION IF EXISTS casework.change_identity_at(uuid, integer);
