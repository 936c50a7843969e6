-- patch: 0033
-- after: 0032
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- That no post fitted a case on a day, with a code (C-12). What lacked is said of the offer: where, when, which work. A
-- reason that lies in the person's sealed situation has one code and nothing beside it; the match tells it anew.

CREATE TYPE casework.no_match_code AS ENUM (
    'slots', 'distance', 'public', 'places', 'standing', 'hours', 'task', 'declined', 'situation');
CREATE TYPE casework.slot_kind AS ENUM ('weekday', 'evening', 'weekend');
COMMENT ON TYPE casework.no_match_code IS
    'What lacked: posts at the times that are needed, near enough, for minors, with a place free, with habilitation, '
    'inscription and confirmation, for so many hours, of the kind of work; hosts declined; or situation: it lies in what '
    'is sealed, and is counted nowhere.';
COMMENT ON TYPE casework.slot_kind IS 'When a post is needed: by day from Monday to Friday, after 18:00, at the weekend.';

CREATE TABLE casework.no_match (
    id uuid PRIMARY KEY,
    measure_id uuid NOT NULL,
    case_id uuid NOT NULL,
    day date NOT NULL,
    code casework.no_match_code NOT NULL,
    area text CHECK (area ~ '^[0-9][0-9AB][0-9]{1,2}$'),
    slot casework.slot_kind,
    family offer.task_family,
    recorded_by uuid NOT NULL REFERENCES sec.account (id),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (measure_id, case_id) REFERENCES casework.measure (id, case_id),
    CHECK (CASE code WHEN 'situation' THEN num_nonnulls(area, slot, family) = 0
                     ELSE num_nonnulls(area, slot) = 2 END)
);
CREATE INDEX no_match_measure ON casework.no_match (measure_id, recorded_at);
CREATE INDEX no_match_case ON casework.no_match (case_id, recorded_at);
ALTER TABLE casework.no_match ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.no_match FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.no_match IS
    'No post fitted: added to, never changed; a placement that comes after it closes it. World: casework. Retention: case.';
COMMENT ON COLUMN casework.no_match.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.no_match.measure_id IS 'Of which measure.';
COMMENT ON COLUMN casework.no_match.case_id IS 'Its case.';
COMMENT ON COLUMN casework.no_match.day IS 'On which day nothing fitted.';
COMMENT ON COLUMN casework.no_match.code IS 'What lacked first.';
COMMENT ON COLUMN casework.no_match.area IS 'Arrondissement in which a post is wanted; coarser than a home.';
COMMENT ON COLUMN casework.no_match.slot IS 'When it is wanted.';
COMMENT ON COLUMN casework.no_match.family IS 'Kind of work that is wanted; null: any.';
COMMENT ON COLUMN casework.no_match.recorded_by IS 'Who recorded it.';
COMMENT ON COLUMN casework.no_match.recorded_at IS 'When.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('N-05', 'min_cell', '[,]', 5, NULL, 'proposal', 'table 6a, statistics: a count of fewer people is not shown');
DROP POLICY first_rows ON offer.rule_param;
