-- patch: 0005
-- after: 0004
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Certificates of public keys and the boxes sealed to them. The bytes inside are the vault's.

CREATE TABLE sec.certificate (
    kind smallint NOT NULL CHECK (kind IN (1, 2, 3, 4, 5, 9)),
    owner uuid NOT NULL,
    generation integer NOT NULL CHECK (generation >= 1),
    officer boolean NOT NULL,
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
    mac bytea NOT NULL CHECK (octet_length(mac) BETWEEN 16 AND 64),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, owner, generation)
);
ALTER TABLE sec.certificate ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.certificate FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.certificate IS
    'Public keys that the vault may seal to; a row without the vault''s MAC is nothing. World: sec. Retention: key.';
COMMENT ON COLUMN sec.certificate.kind IS 'Owner: 1 user, 2 unit, 3 host, 4 audit, 5 service, 9 recovery.';
COMMENT ON COLUMN sec.certificate.owner IS 'Account or organisation; the nil uuid for recovery.';
COMMENT ON COLUMN sec.certificate.generation IS 'Number of the pair, from 1.';
COMMENT ON COLUMN sec.certificate.officer IS 'Whether the owner may approve for the unit.';
COMMENT ON COLUMN sec.certificate.public_key IS 'Public half.';
COMMENT ON COLUMN sec.certificate.mac IS 'MAC under the vault root over all of the above.';
COMMENT ON COLUMN sec.certificate.made_at IS 'When it was entered.';

CREATE TABLE sec.box (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind smallint NOT NULL CHECK (kind IN (1, 2, 3)),
    recipient_kind smallint NOT NULL CHECK (recipient_kind IN (1, 2, 3, 4, 5, 9)),
    recipient uuid NOT NULL,
    recipient_generation integer NOT NULL CHECK (recipient_generation >= 1),
    subject_kind smallint NOT NULL,
    subject uuid NOT NULL,
    subject_generation integer NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 65535),
    made_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (recipient_kind, recipient, kind, recipient_generation, subject_kind, subject, subject_generation),
    FOREIGN KEY (subject_kind, subject, subject_generation) REFERENCES sec.certificate (kind, owner, generation)
        DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE sec.box ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE sec.box ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.box FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.box IS 'Secrets sealed to a public key. World: sec. Retention: key.';
COMMENT ON COLUMN sec.box.id IS 'Unguessable identifier.';
COMMENT ON COLUMN sec.box.kind IS '1 membership, 2 recovery, 3 reader of a case.';
COMMENT ON COLUMN sec.box.recipient_kind IS 'Kind of the owner of the key that opens it.';
COMMENT ON COLUMN sec.box.recipient IS 'Owner of the key that opens it.';
COMMENT ON COLUMN sec.box.recipient_generation IS 'Generation of that key.';
COMMENT ON COLUMN sec.box.subject_kind IS 'Kind of whose secret is inside.';
COMMENT ON COLUMN sec.box.subject IS 'Whose secret is inside.';
COMMENT ON COLUMN sec.box.subject_generation IS 'Generation of the secret inside.';
COMMENT ON COLUMN sec.box.body IS 'The box, opaque.';
COMMENT ON COLUMN sec.box.made_at IS 'When it was stored.';
