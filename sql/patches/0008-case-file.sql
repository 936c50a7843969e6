-- patch: 0008
-- after: 0007
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Cases: only what SQL must compute on lies in clear. Who the person is lies in an envelope (0009).

CREATE TYPE casework.case_state AS ENUM ('open', 'closed');
COMMENT ON TYPE casework.case_state IS 'Life of a case file.';

CREATE TABLE casework.case_file (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    unit_id uuid NOT NULL REFERENCES sec.organisation (id),
    counsellor_id uuid NOT NULL REFERENCES sec.account (id),
    state casework.case_state NOT NULL DEFAULT 'open',
    ident_version integer NOT NULL DEFAULT 0 CHECK (ident_version >= 0),
    opened_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
CREATE INDEX case_file_counsellor ON casework.case_file (counsellor_id, opened_at, id);
CREATE INDEX case_file_unit ON casework.case_file (unit_id, opened_at, id);
ALTER TABLE casework.case_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.case_file FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.case_file IS 'One row a case. World: casework. Retention: case.';
COMMENT ON COLUMN casework.case_file.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.case_file.unit_id IS 'SPIP unit that owns the case.';
COMMENT ON COLUMN casework.case_file.counsellor_id IS 'Counsellor whose caseload it is in.';
COMMENT ON COLUMN casework.case_file.state IS 'open or closed.';
COMMENT ON COLUMN casework.case_file.ident_version IS 'Current version of the sealed identity; 0 before the first.';
COMMENT ON COLUMN casework.case_file.opened_at IS 'When the case was taken in.';

-- Needed by 0009; policies/30-casework.sql says it again at every reload.
GRANT REFERENCES (id) ON casework.case_file TO jalon_sec;
