-- patch: 0013
-- after: 0012
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The département of a unit: a habilitation and the list of posts are of one département, and its director decides
-- (H-04, H-19).

ALTER TABLE sec.organisation ADD COLUMN departement text
    CHECK (departement ~ '^(0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8])$');
ALTER TABLE sec.organisation ADD CHECK (departement IS NULL OR kind = 'unit');
COMMENT ON COLUMN sec.organisation.departement IS 'Département of a unit; absent until an administrator gave it.';
