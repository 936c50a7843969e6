-- patch: 0042
-- after: 0041
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The copy of the log as one row an entry. A row an object under four indexes was the largest part of what a page of a
-- caseload cost. The copy is no evidence, so it is not converted: the worker makes it anew from the log.

DROP TABLE sec.log_object, sec.log_entry;
DROP FUNCTION IF EXISTS sec.log_copy(bigint, bytea[]);
UPDATE sec.log_cursor SET copied = 0;

-- Words are ordered by byte: nobody reads them in an order, and the order of a language costs several times as much.
CREATE TABLE sec.log_entry (
    index bigint PRIMARY KEY CHECK (index >= 0),
    at timestamptz NOT NULL,
    action text COLLATE "C" NOT NULL CHECK (octet_length(action) BETWEEN 1 AND 40),
    actor uuid,
    reason text COLLATE "C" CHECK (octet_length(reason) BETWEEN 1 AND 40),
    keys bigint[] NOT NULL,
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 65535)
);
-- A page is an entry of nearly 3 kB, which lz4 packs in a fifth of the time. Where the server lacks it, its own.
DO $$
BEGIN
    ALTER TABLE sec.log_entry ALTER bytes SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END $$;
ALTER TABLE sec.log_entry ALTER keys SET STATISTICS 0; -- no plan depends on which keys are frequent
-- Each ends with the index: a page is read backwards from any place in any of them. Time goes with the index and needs
-- none of its own.
CREATE INDEX log_entry_actor ON sec.log_entry (actor, index) WHERE actor IS NOT NULL;
CREATE INDEX log_entry_action ON sec.log_entry (action, index);
CREATE INDEX log_entry_reason ON sec.log_entry (reason, index) WHERE reason IS NOT NULL;
-- Keys of some hundred entries are sorted in at once. The list of those that wait is read whole by every search, so it
-- is short, and sec.log_find empties it first.
CREATE INDEX log_entry_keys ON sec.log_entry USING gin (keys) WITH (fastupdate = on, gin_pending_list_limit = 256);
ALTER TABLE sec.log_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.log_entry FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.log_entry IS 'Entries of the sealed log, to be searched. World: sec. Retention: log.';
COMMENT ON COLUMN sec.log_entry.index IS 'Index in the log, by which the sealer proves it.';
COMMENT ON COLUMN sec.log_entry.at IS 'When it was sealed; never goes back from one entry to the next.';
COMMENT ON COLUMN sec.log_entry.action IS 'What was done.';
COMMENT ON COLUMN sec.log_entry.actor IS 'Account; absent for founding, clocks and sign-in attempts.';
COMMENT ON COLUMN sec.log_entry.reason IS 'Reason code.';
COMMENT ON COLUMN sec.log_entry.keys IS 'By what its objects are found (sec.log_key); the text decides.';
COMMENT ON COLUMN sec.log_entry.bytes IS 'The entry itself, canonical text; all that is answered is cut out of it.';
