-- patch: 0009
-- after: 0008
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Sealed records: which tables have them, the keys of a case (wrapped), and one envelope per record, current version
-- only.

CREATE TABLE sec.sealed_table (
    code smallint PRIMARY KEY CHECK (code >= 1),
    name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9_.]{1,40}$'),
    compartments smallint[] NOT NULL CHECK (compartments <@ ARRAY[1, 2, 3, 4]::smallint[])
);
INSERT INTO sec.sealed_table (code, name, compartments) VALUES (1, 'casework.case_file', ARRAY[1]::smallint[]);
ALTER TABLE sec.sealed_table ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.sealed_table FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.sealed_table IS 'Registry of tables with sealed records. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.sealed_table.code IS 'Code in tickets and associated data; never reused.';
COMMENT ON COLUMN sec.sealed_table.name IS 'Table.';
COMMENT ON COLUMN sec.sealed_table.compartments IS
    'Compartments that its records may have: 1 IDENT, 2 JUSTICE, 3 MATCH, 4 PLACEMENT.';

CREATE TABLE sec.case_key (
    case_id uuid NOT NULL REFERENCES casework.case_file (id),
    compartment smallint NOT NULL CHECK (compartment BETWEEN 1 AND 4),
    generation integer NOT NULL CHECK (generation >= 1),
    owner_kind smallint NOT NULL CHECK (owner_kind IN (2, 3)),
    owner uuid NOT NULL,
    owner_generation integer NOT NULL,
    wrap bytea NOT NULL CHECK (octet_length(wrap) BETWEEN 1 AND 1024),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, compartment, generation),
    FOREIGN KEY (owner_kind, owner, owner_generation) REFERENCES sec.certificate (kind, owner, generation)
);
ALTER TABLE sec.case_key ALTER COLUMN wrap SET STORAGE PLAIN;
ALTER TABLE sec.case_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.case_key FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.case_key IS
    'Keys of a case, each wrapped under the secret of its unit or host. World: casework. Retention: case.';
COMMENT ON COLUMN sec.case_key.case_id IS 'Case.';
COMMENT ON COLUMN sec.case_key.compartment IS '1 IDENT, 2 JUSTICE, 3 MATCH, 4 PLACEMENT.';
COMMENT ON COLUMN sec.case_key.generation IS 'Number of the key, from 1.';
COMMENT ON COLUMN sec.case_key.owner_kind IS 'Whose secret wraps it: 2 unit, 3 host.';
COMMENT ON COLUMN sec.case_key.owner IS 'Organisation whose secret wraps it.';
COMMENT ON COLUMN sec.case_key.owner_generation IS 'Generation of that secret.';
COMMENT ON COLUMN sec.case_key.wrap IS 'The wrapped key, opaque.';
COMMENT ON COLUMN sec.case_key.made_at IS 'When it was stored.';

CREATE TABLE sec.envelope (
    tab smallint NOT NULL REFERENCES sec.sealed_table (code),
    row_id uuid NOT NULL,
    compartment smallint NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    case_id uuid NOT NULL,
    key_generation integer NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 131072),
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (row_id, tab, compartment),
    FOREIGN KEY (case_id, compartment, key_generation) REFERENCES sec.case_key (case_id, compartment, generation)
) WITH (fillfactor = 85);
ALTER TABLE sec.envelope ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX envelope_case ON sec.envelope (case_id);
ALTER TABLE sec.envelope ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.envelope FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.envelope IS 'Sealed records, current version only. World: casework. Retention: case.';
COMMENT ON COLUMN sec.envelope.tab IS 'Code of the table of the record.';
COMMENT ON COLUMN sec.envelope.row_id IS 'Row of the record.';
COMMENT ON COLUMN sec.envelope.compartment IS '1 IDENT, 2 JUSTICE, 3 MATCH, 4 PLACEMENT.';
COMMENT ON COLUMN sec.envelope.version IS 'Version, from 1; the ticket names it, so an older one is refused.';
COMMENT ON COLUMN sec.envelope.case_id IS 'Case that the record belongs to.';
COMMENT ON COLUMN sec.envelope.key_generation IS 'Generation of the case key that seals it.';
COMMENT ON COLUMN sec.envelope.body IS 'The envelope, opaque and padded.';
COMMENT ON COLUMN sec.envelope.stored_at IS 'When this version was stored.';
