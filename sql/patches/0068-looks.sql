-- patch: 0068
-- after: 0067
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A decision of an authority is looked at with her situation too, by who checks it; and each such look is about her other
-- placements as they are. The functions of before go, because what they take is another.

DROP FUNCTION IF EXISTS casework.act_check(uuid, text, text, date, date, date);
DROP FUNCTION IF EXISTS casework.assignment_effect(casework.authority_act);
DROP FUNCTION IF EXISTS casework.placement_sign(uuid, integer, date, integer);
DROP FUNCTION IF EXISTS casework.placement_extend(uuid, integer, date, text, integer);
