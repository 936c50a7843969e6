-- patch: 0022
-- after: 0021
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What reaches beyond the caseload. Break-glass: for a few hours a counsellor reads a case of her unit that is not
-- hers. Why, in her own words, is a sealed record of the case (table 16); until it is there, the glass is whole.

CREATE POLICY first_rows ON sec.session_limit TO jalon_sec USING (true) WITH CHECK (true);
ALTER TABLE sec.session_limit ADD COLUMN glass interval CHECK (glass > interval '0');
UPDATE sec.session_limit SET glass = '4 hours' WHERE role = 'counsellor';
DROP POLICY first_rows ON sec.session_limit;
COMMENT ON COLUMN sec.session_limit.glass IS 'How long a break-glass lasts; absent for a role that may have none.';

CREATE POLICY first_rows ON sec.sealed_table TO jalon_sec USING (true) WITH CHECK (true);
INSERT INTO sec.sealed_table (code, name, compartments) VALUES (16, 'sec.glass', ARRAY[2]::smallint[]);
DROP POLICY first_rows ON sec.sealed_table;

CREATE TABLE sec.glass (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account uuid NOT NULL REFERENCES sec.account (id),
    case_id uuid NOT NULL REFERENCES casework.case_file (id),
    unit_id uuid NOT NULL REFERENCES sec.organisation (id),
    reason sec.reason NOT NULL,
    at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    text_version integer NOT NULL DEFAULT 0 CHECK (text_version IN (0, 1)),
    ended_at timestamptz,
    CHECK (until > at)
);
CREATE INDEX glass_account ON sec.glass (account, until);
CREATE INDEX glass_unit ON sec.glass (unit_id, at, id);
ALTER TABLE sec.glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.glass FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.glass IS
    'Who read a case outside of her caseload, until when and why. World: casework. Retention: log.';
COMMENT ON COLUMN sec.glass.id IS 'Unguessable identifier.';
COMMENT ON COLUMN sec.glass.account IS 'Who may read.';
COMMENT ON COLUMN sec.glass.case_id IS 'What she may read.';
COMMENT ON COLUMN sec.glass.unit_id IS 'Unit that owned the case then; its officers are told.';
COMMENT ON COLUMN sec.glass.reason IS 'Reason code; her own words are sealed.';
COMMENT ON COLUMN sec.glass.at IS 'When it began.';
COMMENT ON COLUMN sec.glass.until IS 'When it ends by itself.';
COMMENT ON COLUMN sec.glass.text_version IS '1 once her own words are sealed; before that the row gives nothing.';
COMMENT ON COLUMN sec.glass.ended_at IS 'When she ended it herself.';

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
