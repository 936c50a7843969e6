-- patch: 0035
-- after: 0034
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Break-glass from outside the unit: a counsellor of another unit asks, an officer of the unit that owns the case gives
-- her its keys for some hours, boxed to her own pair, and seals why.

CREATE POLICY more_rows ON sec.session_limit TO jalon_sec USING (true) WITH CHECK (true);
ALTER TABLE sec.session_limit ADD COLUMN glass_wait interval CHECK (glass_wait > interval '0');
UPDATE sec.session_limit SET glass_wait = '2 days' WHERE glass IS NOT NULL;
DROP POLICY more_rows ON sec.session_limit;
COMMENT ON COLUMN sec.session_limit.glass_wait IS
    'How long her request for a case of another unit waits for an officer; absent for a role that may not ask.';

ALTER TABLE sec.glass ADD COLUMN given_by uuid REFERENCES sec.account (id);
COMMENT ON COLUMN sec.glass.given_by IS
    'Officer of the owning unit who gave it to somebody of another unit, and whose words are sealed; absent inside the unit.';

CREATE TABLE sec.glass_request (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    account uuid NOT NULL REFERENCES sec.account (id),
    case_id uuid NOT NULL REFERENCES casework.case_file (id),
    unit_id uuid NOT NULL REFERENCES sec.organisation (id),
    reason sec.reason NOT NULL,
    state sec.request_state NOT NULL DEFAULT 'open',
    asked_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    decided_by uuid REFERENCES sec.account (id),
    decided_at timestamptz,
    glass uuid REFERENCES sec.glass (id),
    CHECK (until > asked_at),
    CHECK (decided_by <> account),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'done') = (glass IS NOT NULL)),
    CHECK (state <> 'done' OR decided_by IS NOT NULL)
);
CREATE UNIQUE INDEX glass_request_open ON sec.glass_request (account, case_id) WHERE state = 'open';
CREATE INDEX glass_request_account ON sec.glass_request (account, asked_at, id);
CREATE INDEX glass_request_unit ON sec.glass_request (unit_id, asked_at, id);
ALTER TABLE sec.glass_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.glass_request FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.glass_request IS
    'Who asked to read a case of another unit, and what its officers said. World: casework. Retention: log.';
COMMENT ON COLUMN sec.glass_request.id IS 'Unguessable identifier.';
COMMENT ON COLUMN sec.glass_request.account IS 'Who asks; one open request a case.';
COMMENT ON COLUMN sec.glass_request.case_id IS 'What she wants to read.';
COMMENT ON COLUMN sec.glass_request.unit_id IS 'Unit that owned the case then; its officers decide.';
COMMENT ON COLUMN sec.glass_request.reason IS 'Reason code.';
COMMENT ON COLUMN sec.glass_request.state IS 'open; done: given; closed: withdrawn, refused or overtaken; expired.';
COMMENT ON COLUMN sec.glass_request.asked_at IS 'When she asked.';
COMMENT ON COLUMN sec.glass_request.until IS 'How long it waits.';
COMMENT ON COLUMN sec.glass_request.decided_by IS 'Officer who gave it, or director who refused it.';
COMMENT ON COLUMN sec.glass_request.decided_at IS 'When.';
COMMENT ON COLUMN sec.glass_request.glass IS 'What was given.';

CREATE TABLE sec.glass_box (
    account uuid NOT NULL REFERENCES sec.account (id),
    case_id uuid NOT NULL,
    compartment smallint NOT NULL CHECK (compartment IN (1, 2, 3)),
    key_generation integer NOT NULL,
    generation integer NOT NULL,
    glass uuid NOT NULL REFERENCES sec.glass (id),
    body bytea NOT NULL CHECK (octet_length(body) = 106),
    PRIMARY KEY (account, case_id, compartment, key_generation),
    FOREIGN KEY (case_id, compartment, key_generation) REFERENCES sec.case_key (case_id, compartment, generation)
);
CREATE INDEX glass_box_glass ON sec.glass_box (glass);
ALTER TABLE sec.glass_box ALTER COLUMN body SET STORAGE PLAIN;
ALTER TABLE sec.glass_box ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.glass_box FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.glass_box IS
    'Keys of a case sealed to a person of another unit; gone when her hours are over. World: casework. Retention: case.';
COMMENT ON COLUMN sec.glass_box.account IS 'Who may read.';
COMMENT ON COLUMN sec.glass_box.case_id IS 'Case.';
COMMENT ON COLUMN sec.glass_box.compartment IS '1 IDENT, 2 JUSTICE, 3 MATCH; a placement has a key and a reader of its own.';
COMMENT ON COLUMN sec.glass_box.key_generation IS 'Generation of the key in the box.';
COMMENT ON COLUMN sec.glass_box.generation IS 'Generation of her pair.';
COMMENT ON COLUMN sec.glass_box.glass IS 'The break-glass that it is of.';
COMMENT ON COLUMN sec.glass_box.body IS 'The box, opaque.';
