-- patch: 0065
-- after: 0064
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Absences of people in charge of posts (absences du tuteur): which days, never why. Who stands in leads the work
-- meanwhile; without anybody the posts do not run on these days (offer.day_off).

CREATE TABLE offer.absence (
    id uuid PRIMARY KEY,
    contact_id uuid NOT NULL,
    host_id uuid NOT NULL,
    days daterange NOT NULL CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
    stand_in uuid CHECK (stand_in <> contact_id),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (contact_id, host_id) REFERENCES offer.contact (id, host_id) ON DELETE CASCADE,
    FOREIGN KEY (stand_in, host_id) REFERENCES offer.contact (id, host_id),
    EXCLUDE USING gist (contact_id WITH =, days WITH &&)
);
CREATE INDEX absence_host ON offer.absence (host_id);
CREATE INDEX absence_stand_in ON offer.absence (stand_in);
ALTER TABLE offer.absence ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.absence FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.absence IS
    'Days on which a contact of a host is away; never why. World: offer. Retention: absence.';
COMMENT ON COLUMN offer.absence.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.absence.contact_id IS 'Who is away.';
COMMENT ON COLUMN offer.absence.host_id IS 'The contact''s host.';
COMMENT ON COLUMN offer.absence.days IS 'First day to the day after the last.';
COMMENT ON COLUMN offer.absence.stand_in IS 'Another contact of the host who leads the work meanwhile; null: nobody.';
COMMENT ON COLUMN offer.absence.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.absence.created_at IS 'When it was entered.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('C-11', 'absence_days', '[,]', 90, NULL, 'proposal', 'absences that are over are of no more use, and are forgotten');
DROP POLICY first_rows ON offer.rule_param;
