-- patch: 0006
-- after: 0005
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Every write leaves a row here in its own transaction; the worker carries it to the sealer. References, never data.

CREATE TYPE sec.reason AS ENUM (
    'follow_up', 'intake', 'judge_report', 'duty_cover', 'direction_control', 'rights_request');
COMMENT ON TYPE sec.reason IS 'The closed list of reasons for opening sealed data.';

CREATE TABLE sec.outbox (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor uuid,
    role sec.role,
    org uuid,
    action text NOT NULL CHECK (octet_length(action) BETWEEN 1 AND 40),
    object text NOT NULL CHECK (octet_length(object) BETWEEN 1 AND 40),
    row_id uuid,
    version integer CHECK (version >= 0),
    compartment text CHECK (compartment IN ('IDENT', 'JUSTICE', 'MATCH', 'PLACEMENT')),
    case_id uuid,
    reason sec.reason,
    digest bytea CHECK (octet_length(digest) = 32),
    sealed_index bigint CHECK (sealed_index >= 0),
    sealed_at timestamptz,
    CHECK ((actor IS NULL) = (role IS NULL) AND (actor IS NULL) = (org IS NULL)),
    CHECK ((sealed_index IS NULL) = (sealed_at IS NULL))
);
CREATE INDEX outbox_unsealed ON sec.outbox (n) WHERE sealed_index IS NULL;
CREATE UNIQUE INDEX outbox_sealed ON sec.outbox (sealed_index) WHERE sealed_index IS NOT NULL;
ALTER TABLE sec.outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.outbox FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.outbox IS
    'What was written, by whom, and its index in the sealed log once it is there. World: sec. Retention: log.';
COMMENT ON COLUMN sec.outbox.n IS 'Order of writing; a late commit has a low number and is picked up all the same.';
COMMENT ON COLUMN sec.outbox.id IS 'Identifier that the log entry repeats, so that none is doubled.';
COMMENT ON COLUMN sec.outbox.at IS 'When it was written.';
COMMENT ON COLUMN sec.outbox.actor IS 'Account; absent for founding and for clocks.';
COMMENT ON COLUMN sec.outbox.role IS 'Role of the actor at that time.';
COMMENT ON COLUMN sec.outbox.org IS 'Organisation of the actor at that time.';
COMMENT ON COLUMN sec.outbox.action IS 'What was done.';
COMMENT ON COLUMN sec.outbox.object IS 'Kind of the object.';
COMMENT ON COLUMN sec.outbox.row_id IS 'Identifier of the object.';
COMMENT ON COLUMN sec.outbox.version IS 'Version that the write made.';
COMMENT ON COLUMN sec.outbox.compartment IS 'Compartment of a sealed record.';
COMMENT ON COLUMN sec.outbox.case_id IS 'Case that the object belongs to.';
COMMENT ON COLUMN sec.outbox.reason IS 'Reason given, if one was asked.';
COMMENT ON COLUMN sec.outbox.digest IS 'SHA-256 of the sealed bytes, so that a rollback inside the database is found.';
COMMENT ON COLUMN sec.outbox.sealed_index IS 'Index of the entry in the sealed log.';
COMMENT ON COLUMN sec.outbox.sealed_at IS 'When the worker learned it.';

CREATE TABLE sec.log_cursor (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    next_index bigint NOT NULL DEFAULT 0 CHECK (next_index >= 0),
    write_base bigint NOT NULL DEFAULT 0 CHECK (write_base >= 0)
);
INSERT INTO sec.log_cursor DEFAULT VALUES;
ALTER TABLE sec.log_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.log_cursor FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.log_cursor IS 'How far the worker has read the sealed log. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.log_cursor.single IS 'There is one row.';
COMMENT ON COLUMN sec.log_cursor.next_index IS 'First index not yet read.';
COMMENT ON COLUMN sec.log_cursor.write_base IS '0, or 1 + index of the last write entry seen.';
