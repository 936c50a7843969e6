-- patch: 0024
-- after: 0021
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- One keyed hash a case, by which the same person is found again. It lies here and not in the case file because no
-- role but jalon_sec may read it. What stores a sealed identity takes the hash too.

CREATE TABLE sec.person_index (
    case_id uuid PRIMARY KEY REFERENCES casework.case_file (id),
    hash bytea NOT NULL CHECK (octet_length(hash) = 8)
);
CREATE INDEX person_index_hash ON sec.person_index (hash);
ALTER TABLE sec.person_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.person_index FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.person_index IS 'Which cases are of one person. World: casework. Retention: case.';
COMMENT ON COLUMN sec.person_index.case_id IS 'Case.';
COMMENT ON COLUMN sec.person_index.hash IS
    'Keyed hash, made by the vault, of folded name and birth date; two that are equal are of one person.';

DROP FUNCTION IF EXISTS sec.store(integer, uuid, integer, integer, bytea, bytea);
