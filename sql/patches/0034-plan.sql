-- patch: 0034
-- after: 0033
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Plans for everybody who waits (C-10): who could go where, as a proposal for the people of a unit. Nothing applies: a
-- line becomes a placement by the door of proposals, which looks at every rule again. A plan is gone after a day.

CREATE TABLE casework.plan (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES sec.organisation (id),
    made_by uuid NOT NULL REFERENCES sec.account (id),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    from_day date NOT NULL,
    people integer NOT NULL CHECK (people >= 0),
    CHECK (expires_at > made_at)
);
CREATE INDEX plan_unit ON casework.plan (unit_id, made_at, id);
ALTER TABLE casework.plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.plan FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.plan IS 'Plans for the waiting list of a unit. World: casework. Retention: plan.';
COMMENT ON COLUMN casework.plan.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.plan.unit_id IS 'Whose waiting list.';
COMMENT ON COLUMN casework.plan.made_by IS 'Who had it computed.';
COMMENT ON COLUMN casework.plan.made_at IS 'When.';
COMMENT ON COLUMN casework.plan.expires_at IS 'When it is deleted.';
COMMENT ON COLUMN casework.plan.from_day IS 'First day that was asked for.';
COMMENT ON COLUMN casework.plan.people IS 'How many measures it is for, also those that got no line.';

CREATE TABLE casework.plan_line (
    plan_id uuid NOT NULL REFERENCES casework.plan (id),
    measure_id uuid NOT NULL,
    case_id uuid NOT NULL,
    post_id uuid NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    measure_version integer NOT NULL,
    match_version integer NOT NULL,
    post_version integer NOT NULL,
    PRIMARY KEY (plan_id, measure_id),
    FOREIGN KEY (measure_id, case_id) REFERENCES casework.measure (id, case_id),
    FOREIGN KEY (post_id) REFERENCES offer.post (id),
    CHECK (first_day <= last_day)
);
CREATE INDEX plan_line_measure ON casework.plan_line (measure_id);
CREATE INDEX plan_line_post ON casework.plan_line (post_id);
ALTER TABLE casework.plan_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.plan_line FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.plan_line IS
    'A person at a post, as a plan proposes it, with the versions that were seen. World: casework. Retention: plan.';
COMMENT ON COLUMN casework.plan_line.plan_id IS 'Of which plan.';
COMMENT ON COLUMN casework.plan_line.measure_id IS 'Measure.';
COMMENT ON COLUMN casework.plan_line.case_id IS 'Its case.';
COMMENT ON COLUMN casework.plan_line.post_id IS 'Post.';
COMMENT ON COLUMN casework.plan_line.first_day IS 'First day of the work.';
COMMENT ON COLUMN casework.plan_line.last_day IS 'Forecast day of the last hour.';
COMMENT ON COLUMN casework.plan_line.measure_version IS 'Version of the measure that was seen.';
COMMENT ON COLUMN casework.plan_line.match_version IS 'Version of the sealed profile that was opened.';
COMMENT ON COLUMN casework.plan_line.post_version IS 'Version of the post that was seen.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('C-10', 'plan_hours', '[,]', 24, NULL, 'proposal', 'peers row C10: how long a plan for a waiting list is kept');
DROP POLICY first_rows ON offer.rule_param;
