-- patch: 0021
-- after: 0020
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The log as it can be searched: a copy, made by the worker. An index and no evidence: the bytes of each entry are kept
-- with it, so that a proof of the sealer tells whether the copy is true.

CREATE TABLE sec.log_entry (
    index bigint PRIMARY KEY CHECK (index >= 0),
    at timestamptz NOT NULL,
    of timestamptz,
    row_id uuid,
    action text NOT NULL CHECK (octet_length(action) BETWEEN 1 AND 40),
    actor uuid,
    role text CHECK (octet_length(role) BETWEEN 1 AND 40),
    org uuid,
    subject bytea CHECK (octet_length(subject) = 16),
    reason text CHECK (octet_length(reason) BETWEEN 1 AND 40),
    reason_default boolean NOT NULL,
    outcome text NOT NULL CHECK (octet_length(outcome) BETWEEN 1 AND 40),
    claimed text CHECK (octet_length(claimed) BETWEEN 1 AND 64),
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 65535),
    CHECK ((actor IS NULL) = (role IS NULL) AND (actor IS NULL) = (org IS NULL))
);
-- Each ends with the index: a page is read backwards from any place in any of them.
CREATE INDEX log_entry_at ON sec.log_entry (at, index);
CREATE INDEX log_entry_actor ON sec.log_entry (actor, index) WHERE actor IS NOT NULL;
CREATE INDEX log_entry_action ON sec.log_entry (action, index);
CREATE INDEX log_entry_reason ON sec.log_entry (reason, index) WHERE reason IS NOT NULL;
ALTER TABLE sec.log_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.log_entry FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.log_entry IS 'Entries of the sealed log, to be searched. World: sec. Retention: log.';
COMMENT ON COLUMN sec.log_entry.index IS 'Index in the log, by which the sealer proves it.';
COMMENT ON COLUMN sec.log_entry.at IS 'When it was sealed; never goes back from one entry to the next.';
COMMENT ON COLUMN sec.log_entry.of IS 'When it happened, for what came out of the outbox.';
COMMENT ON COLUMN sec.log_entry.row_id IS 'Identifier of the row of the outbox.';
COMMENT ON COLUMN sec.log_entry.action IS 'What was done.';
COMMENT ON COLUMN sec.log_entry.actor IS 'Account; absent for founding, clocks and sign-in attempts.';
COMMENT ON COLUMN sec.log_entry.role IS 'Role of the actor at that time.';
COMMENT ON COLUMN sec.log_entry.org IS 'Organisation of the actor at that time.';
COMMENT ON COLUMN sec.log_entry.subject IS 'Pseudonym of the login name in a sign-in attempt.';
COMMENT ON COLUMN sec.log_entry.reason IS 'Reason code.';
COMMENT ON COLUMN sec.log_entry.reason_default IS 'The reason was taken because none was given.';
COMMENT ON COLUMN sec.log_entry.outcome IS 'ok, or what it was refused for.';
COMMENT ON COLUMN sec.log_entry.claimed IS 'Address as the web process says it saw it.';
COMMENT ON COLUMN sec.log_entry.leaf IS 'Hash of the bytes as a leaf of RFC 6962.';
COMMENT ON COLUMN sec.log_entry.bytes IS 'The entry itself, canonical text; the columns are cut out of it.';

CREATE TABLE sec.log_object (
    entry bigint REFERENCES sec.log_entry (index),
    n smallint CHECK (n BETWEEN 1 AND 256),
    kind text NOT NULL CHECK (octet_length(kind) BETWEEN 1 AND 40),
    id uuid,
    version bigint CHECK (version BETWEEN 1 AND 4294967295),
    compartment text CHECK (compartment IN ('IDENT', 'JUSTICE', 'MATCH', 'PLACEMENT')),
    case_id uuid,
    link text CHECK (octet_length(link) BETWEEN 1 AND 40),
    digest bytea CHECK (octet_length(digest) = 32),
    PRIMARY KEY (entry, n)
);
CREATE INDEX log_object_id ON sec.log_object (id, entry) WHERE id IS NOT NULL;
CREATE INDEX log_object_case ON sec.log_object (case_id, entry) WHERE case_id IS NOT NULL;
CREATE INDEX log_object_kind ON sec.log_object (kind, entry);
ALTER TABLE sec.log_object ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.log_object FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.log_object IS 'What an entry of the log is about, to be searched. World: sec. Retention: log.';
COMMENT ON COLUMN sec.log_object.entry IS 'Index of the entry.';
COMMENT ON COLUMN sec.log_object.n IS 'Its place among the objects of the entry, from 1.';
COMMENT ON COLUMN sec.log_object.kind IS 'Kind of the object.';
COMMENT ON COLUMN sec.log_object.id IS 'Identifier of the object.';
COMMENT ON COLUMN sec.log_object.version IS 'Version that was read or made.';
COMMENT ON COLUMN sec.log_object.compartment IS 'Compartment of a sealed record.';
COMMENT ON COLUMN sec.log_object.case_id IS 'Case that the object belongs to.';
COMMENT ON COLUMN sec.log_object.link IS 'By what link to the case it was read.';
COMMENT ON COLUMN sec.log_object.digest IS 'SHA-256 of what was written.';

ALTER TABLE sec.log_cursor ADD COLUMN copied bigint NOT NULL DEFAULT 0 CHECK (copied >= 0);
COMMENT ON COLUMN sec.log_cursor.copied IS 'Entries in the copy: index of the first that is not yet there.';
