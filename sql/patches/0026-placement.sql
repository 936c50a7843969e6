-- patch: 0026
-- after: 0025
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Placements (affectations): where offer and casework meet. The row has what the host may know while its window is open;
-- who proposed and decided lies beside it, for the service only. Names, reasons and words are sealed.

CREATE TYPE casework.placement_state AS ENUM ('proposed', 'accepted', 'declined', 'withdrawn', 'signed', 'ended');
CREATE TYPE casework.decline_code AS ENUM ('no_place', 'no_tutor', 'dates', 'hours', 'skills', 'stopped', 'other');
CREATE TYPE casework.close_code AS ENUM (
    'no_answer', 'person', 'service', 'host', 'judge', 'measure_ended', 'replaced', 'completed');
COMMENT ON TYPE casework.placement_state IS
    'proposed to the host; accepted in principle, for the meeting; declined by the host; withdrawn before its decision; '
    'signed: decided; ended.';
COMMENT ON TYPE casework.decline_code IS 'Why a host declines; its words are sealed.';
COMMENT ON TYPE casework.close_code IS
    'Why a placement was withdrawn or ended: nobody answered in time, the person, the service, the host, the judge, the '
    'end of the measure, another placement in its place, all hours done.';

CREATE TABLE casework.placement (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES sec.organisation (id),
    case_id uuid NOT NULL,
    measure_id uuid NOT NULL,
    post_id uuid NOT NULL,
    host_id uuid NOT NULL,
    ordinal integer NOT NULL CHECK (ordinal >= 1),
    chain uuid NOT NULL REFERENCES casework.placement (id),
    state casework.placement_state NOT NULL DEFAULT 'proposed',
    planned_minutes integer NOT NULL CHECK (planned_minutes BETWEEN 1 AND 24000),
    first_day date NOT NULL,
    last_day date NOT NULL,
    hold_until date NOT NULL,
    in_charge uuid,
    met_on date,
    decline_code casework.decline_code,
    close_code casework.close_code,
    proposed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    answered_at timestamptz,
    signed_at timestamptz,
    closed_at timestamptz,
    ended_on date,
    attested_on date,
    offer_version integer NOT NULL DEFAULT 0 CHECK (offer_version >= 0),
    contact_version integer NOT NULL DEFAULT 0 CHECK (contact_version >= 0),
    answer_version integer NOT NULL DEFAULT 0 CHECK (answer_version >= 0),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    UNIQUE (case_id, ordinal),
    UNIQUE (id, case_id),
    FOREIGN KEY (measure_id, case_id) REFERENCES casework.measure (id, case_id),
    FOREIGN KEY (post_id, host_id) REFERENCES offer.post (id, host_id),
    FOREIGN KEY (in_charge, host_id) REFERENCES offer.contact (id, host_id),
    CHECK (first_day <= last_day),
    CHECK ((state IN ('declined', 'withdrawn', 'ended')) = (closed_at IS NOT NULL)),
    CHECK ((state = 'declined') = (decline_code IS NOT NULL)),
    CHECK ((state IN ('withdrawn', 'ended')) = (close_code IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_on IS NOT NULL)),
    CHECK (state NOT IN ('signed', 'ended') OR signed_at IS NOT NULL),
    CHECK (state <> 'accepted' OR answered_at IS NOT NULL)
) WITH (fillfactor = 80);
CREATE INDEX placement_host ON casework.placement (host_id, proposed_at, id);
CREATE INDEX placement_unit ON casework.placement (unit_id, proposed_at, id);
CREATE INDEX placement_measure ON casework.placement (measure_id);
CREATE INDEX placement_post ON casework.placement (post_id);
CREATE INDEX placement_in_charge ON casework.placement (in_charge);
ALTER TABLE casework.placement ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.placement FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.placement IS 'A person at a post of a host, as far as the host may know it. World: casework. Retention: case.';
COMMENT ON COLUMN casework.placement.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.placement.unit_id IS 'Unit of the case.';
COMMENT ON COLUMN casework.placement.case_id IS 'Case.';
COMMENT ON COLUMN casework.placement.measure_id IS 'Measure that the hours are credited to.';
COMMENT ON COLUMN casework.placement.post_id IS 'Post.';
COMMENT ON COLUMN casework.placement.host_id IS 'The post''s host.';
COMMENT ON COLUMN casework.placement.ordinal IS 'Generation of its own PLACEMENT key, never used for another one.';
COMMENT ON COLUMN casework.placement.chain IS 'The first of those that replace one another: they may overlap until the change.';
COMMENT ON COLUMN casework.placement.state IS 'Where it stands.';
COMMENT ON COLUMN casework.placement.planned_minutes IS 'Minutes that are to be worked there.';
COMMENT ON COLUMN casework.placement.first_day IS 'First day on which she may come.';
COMMENT ON COLUMN casework.placement.last_day IS 'Forecast day of the last hour.';
COMMENT ON COLUMN casework.placement.hold_until IS 'Last day on which the place is kept without a decision (C-14).';
COMMENT ON COLUMN casework.placement.in_charge IS 'Who is in charge there: named before the work starts.';
COMMENT ON COLUMN casework.placement.met_on IS 'Day on which person, tutor and counsellor met.';
COMMENT ON COLUMN casework.placement.decline_code IS 'Why the host declined.';
COMMENT ON COLUMN casework.placement.close_code IS 'Why it was withdrawn or ended.';
COMMENT ON COLUMN casework.placement.proposed_at IS 'When it was proposed.';
COMMENT ON COLUMN casework.placement.answered_at IS 'When the host answered.';
COMMENT ON COLUMN casework.placement.signed_at IS 'When it was decided.';
COMMENT ON COLUMN casework.placement.closed_at IS 'When it was declined, withdrawn or ended.';
COMMENT ON COLUMN casework.placement.ended_on IS 'Its last day.';
COMMENT ON COLUMN casework.placement.attested_on IS 'Day of the attestation.';
COMMENT ON COLUMN casework.placement.offer_version IS 'Current version of the sealed sheet for the host; 0 before the first.';
COMMENT ON COLUMN casework.placement.contact_version IS 'Current version of the sealed name and phone; 0 before the first.';
COMMENT ON COLUMN casework.placement.answer_version IS 'Current version of the sealed words of the host; 0 before the first.';
COMMENT ON COLUMN casework.placement.version IS 'Raised by every change.';

CREATE TABLE casework.placement_slot (
    placement_id uuid NOT NULL,
    case_id uuid NOT NULL,
    chain uuid NOT NULL,
    post_id uuid NOT NULL,
    n integer NOT NULL CHECK (n BETWEEN 1 AND 42),
    weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_min integer NOT NULL CHECK (from_min BETWEEN 0 AND 1439),
    to_min integer NOT NULL CHECK (to_min BETWEEN 1 AND 1440),
    weeks int4range NOT NULL CHECK (weeks IN ('[0,2)', '[0,1)', '[1,2)')),
    days daterange NOT NULL,
    PRIMARY KEY (placement_id, n),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id),
    CHECK (from_min < to_min),
    EXCLUDE USING gist (placement_id WITH =, weekday WITH =, weeks WITH &&, int4range(from_min, to_min) WITH &&),
    EXCLUDE USING gist (case_id WITH =, chain WITH <>, weekday WITH =, weeks WITH &&,
                        int4range(from_min, to_min) WITH &&, days WITH &&)
);
CREATE INDEX placement_slot_post ON casework.placement_slot (post_id);
ALTER TABLE casework.placement_slot ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.placement_slot FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.placement_slot IS
    'Times of the week that a placement takes; nobody is at two places at once (E-05). World: casework. Retention: case.';
COMMENT ON COLUMN casework.placement_slot.placement_id IS 'Placement.';
COMMENT ON COLUMN casework.placement_slot.case_id IS 'Its case.';
COMMENT ON COLUMN casework.placement_slot.chain IS 'Its chain.';
COMMENT ON COLUMN casework.placement_slot.post_id IS 'Its post.';
COMMENT ON COLUMN casework.placement_slot.n IS 'Number in the timetable.';
COMMENT ON COLUMN casework.placement_slot.weekday IS 'ISO day of the week, 1 is Monday.';
COMMENT ON COLUMN casework.placement_slot.from_min IS 'Begins, minutes from midnight.';
COMMENT ON COLUMN casework.placement_slot.to_min IS 'Ends, minutes from midnight.';
COMMENT ON COLUMN casework.placement_slot.weeks IS '[0,2) every week, [0,1) even ISO weeks, [1,2) odd ones.';
COMMENT ON COLUMN casework.placement_slot.days IS 'Days on which the place is taken; empty once it is not.';

CREATE TABLE casework.placement_decision (
    placement_id uuid PRIMARY KEY,
    case_id uuid NOT NULL,
    proposed_by uuid NOT NULL REFERENCES sec.account (id),
    answered_by uuid REFERENCES sec.account (id),
    authority casework.authority,
    decided_by uuid REFERENCES sec.account (id),
    act_id uuid UNIQUE REFERENCES casework.authority_act (id),
    decided_on date,
    person_told_on date,
    prosecutor_told_on date,
    closed_by uuid REFERENCES sec.account (id),
    reason_version integer NOT NULL DEFAULT 0 CHECK (reason_version >= 0),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id),
    CHECK (num_nonnulls(authority, decided_on) IN (0, 2)),
    CHECK (authority IS NULL OR num_nonnulls(decided_by, act_id) = 1)
);
ALTER TABLE casework.placement_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.placement_decision FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.placement_decision IS
    'Who proposed and decided a placement, and who was told: not for the host. World: casework. Retention: case.';
COMMENT ON COLUMN casework.placement_decision.placement_id IS 'Placement.';
COMMENT ON COLUMN casework.placement_decision.case_id IS 'Its case.';
COMMENT ON COLUMN casework.placement_decision.proposed_by IS 'Who proposed it.';
COMMENT ON COLUMN casework.placement_decision.answered_by IS
    'Who entered the answer: somebody of the host, or the counsellor for a host without an account.';
COMMENT ON COLUMN casework.placement_decision.authority IS 'Who decided (A-01).';
COMMENT ON COLUMN casework.placement_decision.decided_by IS 'Who signed, where it is the direction.';
COMMENT ON COLUMN casework.placement_decision.act_id IS 'The checked act, where it is an authority without account.';
COMMENT ON COLUMN casework.placement_decision.decided_on IS 'Day of the decision.';
COMMENT ON COLUMN casework.placement_decision.person_told_on IS 'Served on the person.';
COMMENT ON COLUMN casework.placement_decision.prosecutor_told_on IS 'Notice to the prosecutor.';
COMMENT ON COLUMN casework.placement_decision.closed_by IS 'Who withdrew or ended it; nobody when a clock or an act did.';
COMMENT ON COLUMN casework.placement_decision.reason_version IS
    'Current version of the sealed reason of the proposal; 0 before the first.';

CREATE TABLE casework.delegation (
    id uuid PRIMARY KEY,
    unit_id uuid NOT NULL REFERENCES sec.organisation (id),
    delegate uuid NOT NULL REFERENCES sec.account (id),
    given_by uuid NOT NULL REFERENCES sec.account (id),
    days daterange NOT NULL CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
    own_cases boolean NOT NULL,
    revoked_at timestamptz,
    revoked_by uuid REFERENCES sec.account (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    EXCLUDE USING gist (delegate WITH =, days WITH &&) WHERE (revoked_at IS NULL)
);
CREATE INDEX delegation_unit ON casework.delegation (unit_id);
ALTER TABLE casework.delegation ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.delegation FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.delegation IS
    'Délégations de signature: a counsellor may sign assignments for her director. World: casework. Retention: case.';
COMMENT ON COLUMN casework.delegation.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.delegation.unit_id IS 'Unit.';
COMMENT ON COLUMN casework.delegation.delegate IS 'Counsellor who may sign.';
COMMENT ON COLUMN casework.delegation.given_by IS 'Director who gave it.';
COMMENT ON COLUMN casework.delegation.days IS 'First day to the day after the last.';
COMMENT ON COLUMN casework.delegation.own_cases IS 'Whether she may also sign for her own caseload.';
COMMENT ON COLUMN casework.delegation.revoked_at IS 'When it was taken back.';
COMMENT ON COLUMN casework.delegation.revoked_by IS 'Who took it back.';
COMMENT ON COLUMN casework.delegation.created_at IS 'When it was given.';

ALTER TABLE casework.authority_act ADD COLUMN placement_id uuid;
ALTER TABLE casework.authority_act ADD FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id);
ALTER TABLE casework.authority_act ADD CHECK ((kind = 'assignment') = (placement_id IS NOT NULL));
COMMENT ON COLUMN casework.authority_act.placement_id IS 'The placement that an assignment is about.';

GRANT REFERENCES (id, case_id, ordinal) ON casework.placement TO jalon_sec;

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('C-14', 'hold_days', '[,]', 14, NULL, 'proposal', 'peers row C14: a proposal keeps its place for so long'),
    ('P-03', 'host_view_days', '[,]', 30, NULL, 'proposal', 'table 6b: the host''s view of a person, after the end'),
    ('C-07', 'metres_a_minute', '[,]', 300, NULL, 'proposal', 'travel in a straight line, 18 km an hour, until there are timetables'),
    ('H-10', 'after_plan_days', '[,]', 30, NULL, 'proposal', 'warn when the habilitation ends so soon after a plan'),
    ('W-01', 'legal_week_hours', '[,]', 35, NULL, 'read', 'R623-16'),
    ('W-01', 'over_hours', '[,]', 12, NULL, 'read', 'R623-16'),
    ('W-03', 'day_hours', '[,]', 10, NULL, 'recalled', 'code du travail'),
    ('W-03', 'week_hours', '[,]', 48, NULL, 'recalled', 'code du travail'),
    ('W-03', 'rest_hours', '[,]', 11, NULL, 'recalled', 'code du travail'),
    ('W-03', 'week_days', '[,]', 6, NULL, 'recalled', 'code du travail'),
    ('W-03', 'hard', '[,]', 0, NULL, 'proposal', 'a recalled rule warns'),
    ('W-03', 'plan_week_hours', '[,]', 35, NULL, 'recalled', 'default plan'),
    ('W-04', 'day_hours', '[,]', 8, NULL, 'recalled', 'code du travail, minors of 16 and 17'),
    ('W-04', 'week_hours', '[,]', 35, NULL, 'recalled', 'code du travail, minors of 16 and 17'),
    ('W-04', 'rest_hours', '[,]', 12, NULL, 'recalled', 'code du travail, minors of 16 and 17'),
    ('W-04', 'week_days', '[,]', 5, NULL, 'recalled', 'code du travail, minors of 16 and 17'),
    ('W-04', 'hard', '[,]', 1, NULL, 'proposal', 'minors: kept'),
    ('E-02', 'least_session_minutes', '[,]', 120, NULL, 'proposal', 'nobody comes for less, but for the last minutes'),
    ('E-10', 'warn_margin_days', '[,]', 30, NULL, 'proposal', 'forecast too near to the term');
DROP POLICY first_rows ON offer.rule_param;
