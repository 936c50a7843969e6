-- patch: 0031
-- after: 0030
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What the page of a caseload costs.

-- It has another signature now.
DROP FUNCTION IF EXISTS sec.case_items(sec.who, integer[], uuid[], integer[]);

-- Each page is an entry of 25 objects, and the reference from an object to its entry took more than a fifth of the time
-- in which it is copied. The one function that writes objects writes their entries too, the one that empties the copy
-- empties both, and the copy is an index, which can be made anew from the log, and no evidence.
ALTER TABLE sec.log_object DROP CONSTRAINT log_object_entry_fkey;
