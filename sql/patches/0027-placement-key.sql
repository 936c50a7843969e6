-- patch: 0027
-- after: 0026
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The key of a placement for its host, the records that it seals, and the reason for which a decision opens.

ALTER TYPE sec.reason ADD VALUE 'assignment';

CREATE POLICY more_rows ON sec.sealed_table TO jalon_sec USING (true) WITH CHECK (true);
INSERT INTO sec.sealed_table (code, name, compartments) VALUES
    (4, 'casework.placement', ARRAY[2, 4]::smallint[]),
    (5, 'casework.placement.contact', ARRAY[4]::smallint[]),
    (6, 'casework.placement.answer', ARRAY[4]::smallint[]);
DROP POLICY more_rows ON sec.sealed_table;

CREATE TABLE sec.placement_box (
    case_id uuid NOT NULL,
    ordinal integer NOT NULL,
    compartment smallint NOT NULL DEFAULT 4 CHECK (compartment = 4),
    owner_kind smallint NOT NULL DEFAULT 3 CHECK (owner_kind = 3),
    host_id uuid NOT NULL,
    host_generation integer NOT NULL,
    body bytea NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 1024),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, ordinal),
    FOREIGN KEY (case_id, ordinal) REFERENCES casework.placement (case_id, ordinal),
    FOREIGN KEY (case_id, compartment, ordinal) REFERENCES sec.case_key (case_id, compartment, generation),
    FOREIGN KEY (owner_kind, host_id, host_generation) REFERENCES sec.certificate (kind, owner, generation)
);
ALTER TABLE sec.placement_box ALTER COLUMN body SET STORAGE PLAIN;
ALTER TABLE sec.placement_box ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.placement_box FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.placement_box IS
    'Keys of placements sealed to the pair of their host; gone when its window closes. World: casework. Retention: case.';
COMMENT ON COLUMN sec.placement_box.case_id IS 'Case.';
COMMENT ON COLUMN sec.placement_box.ordinal IS 'Placement of that case: the generation of its key.';
COMMENT ON COLUMN sec.placement_box.compartment IS 'Always 4, PLACEMENT.';
COMMENT ON COLUMN sec.placement_box.owner_kind IS 'Always 3, a host.';
COMMENT ON COLUMN sec.placement_box.host_id IS 'Host.';
COMMENT ON COLUMN sec.placement_box.host_generation IS 'Generation of the host''s pair.';
COMMENT ON COLUMN sec.placement_box.body IS 'The box, opaque.';
COMMENT ON COLUMN sec.placement_box.made_at IS 'When it was stored.';

-- An act may be about a placement now, and a measure that ends closes its placements.
DROP FUNCTION IF EXISTS casework.act_new(uuid, text, text, text, date, text, date, date, text, bytea, bytea);
