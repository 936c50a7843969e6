-- patch: 0069
-- after: 0068
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A match reads its case, the case's key and the sealed profile at once, and a bundle is given its reason by one function.
-- The functions of before go, because what they take or give is another.

DROP FUNCTION IF EXISTS casework.seen_case(sec.who, uuid, uuid);
DROP FUNCTION IF EXISTS sec.bundle_of(sec.who, text, boolean, integer, bytea, bytea);
DROP FUNCTION IF EXISTS sec.fetch_for(sec.who, uuid, integer[], uuid[], integer[], text);
DROP FUNCTION IF EXISTS sec.case_items(sec.who, uuid, integer[], uuid[], integer[]);
DROP FUNCTION IF EXISTS sec.host_items(uuid, integer[], uuid[], integer[]);
