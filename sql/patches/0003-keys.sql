-- patch: 0003
-- after: 0002
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What founding leaves in the database: MAC keys shared with the vault, the decoy record, and whether founding is
-- still open.

CREATE TYPE sec.mac_purpose AS ENUM ('grant', 'ticket');
COMMENT ON TYPE sec.mac_purpose IS 'grant: vault to SQL; ticket: SQL to vault. One direction, one key.';

CREATE TABLE sec.founding (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    open boolean NOT NULL DEFAULT true,
    closed_at timestamptz,
    CHECK (open = (closed_at IS NULL))
);
INSERT INTO sec.founding DEFAULT VALUES;
ALTER TABLE sec.founding ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.founding FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.founding IS 'Whether the founding functions still answer. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.founding.single IS 'There is one row.';
COMMENT ON COLUMN sec.founding.open IS 'True until sec.found_close().';
COMMENT ON COLUMN sec.founding.closed_at IS 'When founding was closed.';

CREATE TABLE sec.mac_key (
    purpose sec.mac_purpose NOT NULL,
    key_id integer NOT NULL CHECK (key_id BETWEEN 1 AND 65535),
    ipad bytea NOT NULL CHECK (octet_length(ipad) = 64),
    opad bytea NOT NULL CHECK (octet_length(opad) = 64),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (purpose, key_id)
);
ALTER TABLE sec.mac_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.mac_key FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.mac_key IS
    'HMAC-SHA-256 keys between vault and SQL, as their two padded blocks. '
    'The highest key_id makes tickets. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.mac_key.purpose IS 'Direction.';
COMMENT ON COLUMN sec.mac_key.key_id IS 'Number named by grants and tickets.';
COMMENT ON COLUMN sec.mac_key.ipad IS 'Key xor 0x36, 64 bytes.';
COMMENT ON COLUMN sec.mac_key.opad IS 'Key xor 0x5c, 64 bytes.';
COMMENT ON COLUMN sec.mac_key.made_at IS 'When it came.';

CREATE TABLE sec.decoy (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    record bytea NOT NULL CHECK (octet_length(record) = 320)
);
ALTER TABLE sec.decoy ALTER COLUMN record SET STORAGE PLAIN;
ALTER TABLE sec.decoy ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.decoy FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.decoy IS 'The record that an unknown or disabled login gets. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.decoy.single IS 'There is one row.';
COMMENT ON COLUMN sec.decoy.record IS 'A sign-in record that no password opens.';
