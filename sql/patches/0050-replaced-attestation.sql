-- patch: 0050
-- after: 0049
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- An attestation that hours were taken back from is replaced.

CREATE TABLE casework.replaced_attestation (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    placement_id uuid NOT NULL,
    case_id uuid NOT NULL,
    attested_on date NOT NULL,
    attested_minutes integer NOT NULL CHECK (attested_minutes >= 0),
    attested_by uuid REFERENCES sec.account (id),
    replaced_by uuid NOT NULL REFERENCES sec.account (id),
    replaced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id)
);
CREATE INDEX replaced_attestation_placement ON casework.replaced_attestation (placement_id);
ALTER TABLE casework.replaced_attestation ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.replaced_attestation FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.replaced_attestation IS
    'Attestations (step 14) that hold no longer, because hours that they name were taken back. World: casework. Retention: case.';
COMMENT ON COLUMN casework.replaced_attestation.id IS 'Identifier.';
COMMENT ON COLUMN casework.replaced_attestation.placement_id IS 'Placement.';
COMMENT ON COLUMN casework.replaced_attestation.case_id IS 'Its case.';
COMMENT ON COLUMN casework.replaced_attestation.attested_on IS 'Day that it bore.';
COMMENT ON COLUMN casework.replaced_attestation.attested_minutes IS 'Minutes that it named.';
COMMENT ON COLUMN casework.replaced_attestation.attested_by IS 'Who had given it, where that was kept.';
COMMENT ON COLUMN casework.replaced_attestation.replaced_by IS 'Who took the hours back.';
COMMENT ON COLUMN casework.replaced_attestation.replaced_at IS 'When.';
