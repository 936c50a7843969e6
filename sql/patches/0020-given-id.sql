-- patch: 0020
-- after: 0019
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A write that is safe to send twice may be about a row whose id is there already: a host organisation of the founding
-- gets its sheet. Two functions take one more parameter. No column changes.

DROP FUNCTION IF EXISTS sec.once(sec.who, text, bytea, bytea);
DROP FUNCTION IF EXISTS offer.host_insert(uuid, text, text, text, text, text);
DROP FUNCTION IF EXISTS offer.host_new(text, text, text, text, text, bytea, bytea);
