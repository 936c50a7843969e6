-- patch: 0058
-- after: 0057
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Who asked that the last day of a placement be another one; why is sealed beside it.

CREATE TYPE casework.asker AS ENUM ('person', 'host', 'service', 'authority');
COMMENT ON TYPE casework.asker IS 'Who asked that a last day be another one.';
CREATE TABLE casework.last_day_change (
    id uuid PRIMARY KEY,
    placement_id uuid NOT NULL,
    case_id uuid NOT NULL,
    asked_by casework.asker NOT NULL,
    last_day date NOT NULL,
    replaced date NOT NULL,
    made_by uuid NOT NULL REFERENCES sec.account (id),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id),
    CHECK (last_day <> replaced)
);
CREATE INDEX last_day_change_placement ON casework.last_day_change (placement_id, made_at, id);
ALTER TABLE casework.last_day_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.last_day_change FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.last_day_change IS
    'Last days of running placements that somebody moved, each with its sealed reason. Only ever added to. '
    'World: casework. Retention: case.';
COMMENT ON COLUMN casework.last_day_change.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.last_day_change.placement_id IS 'Placement.';
COMMENT ON COLUMN casework.last_day_change.case_id IS 'Its case.';
COMMENT ON COLUMN casework.last_day_change.asked_by IS 'person, host, service or authority.';
COMMENT ON COLUMN casework.last_day_change.last_day IS 'Last day from then on.';
COMMENT ON COLUMN casework.last_day_change.replaced IS 'Last day until then.';
COMMENT ON COLUMN casework.last_day_change.made_by IS 'Who moved it.';
COMMENT ON COLUMN casework.last_day_change.made_at IS 'When.';

-- It has another signature now.
DROP FUNCTION IF EXISTS casework.placement_extend(uuid, integer, date);
