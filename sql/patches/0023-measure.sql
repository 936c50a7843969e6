-- patch: 0023
-- after: 0022
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Measures (M-04, M-22): what was ordered, its dates, consent, suspensions, and what authorities without account decided.
-- Offence, court and reasons are sealed (JUSTICE); here is only what SQL computes on.

CREATE TYPE casework.measure_kind AS ENUM ('main', 'complementary', 'probation', 'conversion', 'tnr');
CREATE TYPE casework.offence_class AS ENUM ('delit', 'contravention5');
CREATE TYPE casework.measure_state AS ENUM ('draft', 'open', 'ended');
CREATE TYPE casework.consent AS ENUM ('court', 'lawyer', 'to_collect', 'refused');
CREATE TYPE casework.authority AS ENUM ('court', 'jap', 'juge_des_enfants', 'prosecutor', 'dspip', 'dtpjj');
CREATE TYPE casework.suspension_kind AS ENUM ('serious_reason', 'arse', 'remand', 'custody', 'national_service');
CREATE TYPE casework.act_kind AS ENUM (
    'consent', 'suspension', 'resumption', 'competence_kept', 'competence_returned', 'conversion', 'failure');
CREATE TYPE casework.act_sense AS ENUM ('granted', 'refused');
CREATE TYPE casework.end_code AS ENUM (
    'done', 'converted', 'failed', 'not_started', 'refused_consent', 'transferred', 'died', 'lapsed');
COMMENT ON TYPE casework.measure_kind IS
    'main and complementary penalty, obligation of a sursis probatoire, conversion of a firm term (M-04), TNR (M-22).';
COMMENT ON TYPE casework.offence_class IS 'délit (M-01) or contravention of the 5th class (M-02).';
COMMENT ON TYPE casework.measure_state IS 'draft: fields may be missing; open; ended.';
COMMENT ON TYPE casework.consent IS
    'M-05: accepted in court; in writing through a lawyer; to be collected before execution (M-06); refused.';
COMMENT ON TYPE casework.authority IS
    'Who mandates or decides; tribunal, JAP, juge des enfants, procureur, DSPIP, DT-PJJ.';
COMMENT ON TYPE casework.suspension_kind IS
    'serious_reason: decided by the judge (M-11); the others by law (M-12). The work may go on (M-13).';
COMMENT ON TYPE casework.act_kind IS 'What an authority without account decided; each has its rule in 51-measure.sql.';
COMMENT ON TYPE casework.act_sense IS 'Whether what was asked was granted.';
COMMENT ON TYPE casework.end_code IS 'How a measure ended (outcome codes of the domain file).';

ALTER TABLE casework.case_file ADD COLUMN minor boolean NOT NULL DEFAULT false;
ALTER TABLE casework.case_file ADD COLUMN match_version integer NOT NULL DEFAULT 0 CHECK (match_version >= 0);
COMMENT ON COLUMN casework.case_file.minor IS 'Of the dataset of minors: a SPIP director never signs (H-14, A-01).';
COMMENT ON COLUMN casework.case_file.match_version IS
    'Current version of the sealed profile for matching; 0 before the first.';

CREATE TABLE casework.measure (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES casework.case_file (id),
    state casework.measure_state NOT NULL DEFAULT 'draft',
    kind casework.measure_kind NOT NULL,
    offence_class casework.offence_class NOT NULL,
    ordered_minutes integer CHECK (ordered_minutes BETWEEN 60 AND 24000),
    facts_on date,
    judged_on date,
    final_on date,
    seized_on date,
    period_months integer CHECK (period_months BETWEEN 1 AND 18),
    firm_months integer CHECK (firm_months BETWEEN 1 AND 6),
    fallback boolean,
    consent casework.consent,
    consented_on date,
    authority casework.authority NOT NULL CHECK (authority IN ('court', 'jap', 'juge_des_enfants', 'prosecutor')),
    judge_kept boolean NOT NULL DEFAULT false,
    first_interview_on date,
    evaluation_sent_on date,
    end_report_sent_on date,
    fitness_asked_on date,
    fitness_due_on date,
    fitness_received_on date,
    end_code casework.end_code,
    ended_on date,
    justice_version integer NOT NULL DEFAULT 0 CHECK (justice_version >= 0),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (id, case_id),
    CHECK ((state = 'ended') = (end_code IS NOT NULL)),
    CHECK ((end_code IS NULL) = (ended_on IS NULL)),
    CHECK (facts_on <= judged_on),
    CHECK (judged_on <= final_on),
    CHECK (fitness_asked_on <= fitness_due_on),
    CHECK (fitness_asked_on IS NOT NULL OR num_nonnulls(fitness_due_on, fitness_received_on) = 0)
) WITH (fillfactor = 80);
CREATE INDEX measure_case ON casework.measure (case_id);
ALTER TABLE casework.measure ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.measure FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.measure IS
    'Measures of a case; hours are credited to one of them. World: casework. Retention: case.';
COMMENT ON COLUMN casework.measure.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.measure.case_id IS 'Of which case.';
COMMENT ON COLUMN casework.measure.state IS 'draft, open or ended.';
COMMENT ON COLUMN casework.measure.kind IS 'Form of the measure (M-04, M-22).';
COMMENT ON COLUMN casework.measure.offence_class IS 'Decides the range of hours (M-01, M-02).';
COMMENT ON COLUMN casework.measure.ordered_minutes IS 'Minutes ordered.';
COMMENT ON COLUMN casework.measure.facts_on IS 'Day of the facts.';
COMMENT ON COLUMN casework.measure.judged_on IS 'Day of the judgment or decision.';
COMMENT ON COLUMN casework.measure.final_on IS 'Day on which it became final: the period starts (M-10).';
COMMENT ON COLUMN casework.measure.seized_on IS 'Day on which the service was seized.';
COMMENT ON COLUMN casework.measure.period_months IS 'Period set for the work (M-09, M-23).';
COMMENT ON COLUMN casework.measure.firm_months IS 'Firm term that was converted (M-15).';
COMMENT ON COLUMN casework.measure.fallback IS
    'Whether a prison term or fine was fixed for a failure (M-06, M-08); how much is sealed.';
COMMENT ON COLUMN casework.measure.consent IS 'Consent (M-05).';
COMMENT ON COLUMN casework.measure.consented_on IS 'Day of the acceptance.';
COMMENT ON COLUMN casework.measure.authority IS 'Mandating authority.';
COMMENT ON COLUMN casework.measure.judge_kept IS 'The judge kept the power to set how the work is done (A-01).';
COMMENT ON COLUMN casework.measure.first_interview_on IS 'First interview.';
COMMENT ON COLUMN casework.measure.evaluation_sent_on IS 'Evaluation report sent.';
COMMENT ON COLUMN casework.measure.end_report_sent_on IS 'End-of-measure report sent.';
COMMENT ON COLUMN casework.measure.fitness_asked_on IS
    'Day on which a medical opinion was asked (W-05); why and what it says is sealed.';
COMMENT ON COLUMN casework.measure.fitness_due_on IS 'Day by which it is due.';
COMMENT ON COLUMN casework.measure.fitness_received_on IS 'Day on which it came.';
COMMENT ON COLUMN casework.measure.end_code IS 'How it ended.';
COMMENT ON COLUMN casework.measure.ended_on IS 'Day of its end.';
COMMENT ON COLUMN casework.measure.justice_version IS 'Current version of what is sealed about it; 0 before the first.';
COMMENT ON COLUMN casework.measure.version IS 'Raised by every change.';
COMMENT ON COLUMN casework.measure.created_at IS 'When it was entered.';
COMMENT ON COLUMN casework.measure.changed_at IS 'Last change; an old draft goes by it.';

CREATE TABLE casework.authority_act (
    id uuid PRIMARY KEY,
    measure_id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind casework.act_kind NOT NULL,
    authority casework.authority NOT NULL,
    sense casework.act_sense NOT NULL,
    decided_on date NOT NULL,
    suspension casework.suspension_kind,
    from_on date,
    to_on date,
    reference text NOT NULL DEFAULT '' CHECK (char_length(reference) <= 200),
    recorded_by uuid NOT NULL REFERENCES sec.account (id),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    checked_by uuid REFERENCES sec.account (id),
    checked_at timestamptz,
    dropped_at timestamptz,
    justice_version integer NOT NULL DEFAULT 0 CHECK (justice_version >= 0),
    FOREIGN KEY (measure_id, case_id) REFERENCES casework.measure (id, case_id),
    CHECK ((checked_by IS NULL) = (checked_at IS NULL)),
    CHECK (checked_by <> recorded_by),
    CHECK (checked_at IS NULL OR dropped_at IS NULL),
    CHECK ((kind = 'suspension') = (suspension IS NOT NULL)),
    CHECK ((kind IN ('suspension', 'resumption')) = (from_on IS NOT NULL)),
    CHECK (from_on <= to_on)
);
CREATE INDEX authority_act_measure ON casework.authority_act (measure_id);
ALTER TABLE casework.authority_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.authority_act FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.authority_act IS
    'Decisions of authorities without account, recorded by one and checked by another. World: casework. Retention: '
    'case.';
COMMENT ON COLUMN casework.authority_act.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.authority_act.measure_id IS 'About which measure.';
COMMENT ON COLUMN casework.authority_act.case_id IS 'The measure''s case.';
COMMENT ON COLUMN casework.authority_act.kind IS 'What was decided.';
COMMENT ON COLUMN casework.authority_act.authority IS 'Who decided.';
COMMENT ON COLUMN casework.authority_act.sense IS 'How.';
COMMENT ON COLUMN casework.authority_act.decided_on IS 'When.';
COMMENT ON COLUMN casework.authority_act.suspension IS 'Kind of a suspension (M-11, M-12).';
COMMENT ON COLUMN casework.authority_act.from_on IS 'First day of a suspension, or of the resumption.';
COMMENT ON COLUMN casework.authority_act.to_on IS 'Last day of a suspension, where it is known.';
COMMENT ON COLUMN casework.authority_act.reference IS 'Reference of the decision.';
COMMENT ON COLUMN casework.authority_act.recorded_by IS 'Who entered it.';
COMMENT ON COLUMN casework.authority_act.recorded_at IS 'When.';
COMMENT ON COLUMN casework.authority_act.checked_by IS
    'Who compared it with the paper: somebody else. It counts from then on.';
COMMENT ON COLUMN casework.authority_act.checked_at IS 'When.';
COMMENT ON COLUMN casework.authority_act.dropped_at IS 'Given up before it was checked: it was read wrongly.';
COMMENT ON COLUMN casework.authority_act.justice_version IS 'Current version of its sealed copy; 0 before the first.';

CREATE TABLE casework.suspension (
    id uuid PRIMARY KEY,
    measure_id uuid NOT NULL REFERENCES casework.measure (id),
    kind casework.suspension_kind NOT NULL,
    days daterange NOT NULL CHECK (NOT isempty(days) AND NOT lower_inf(days)),
    act_id uuid NOT NULL UNIQUE REFERENCES casework.authority_act (id),
    EXCLUDE USING gist (measure_id WITH =, kind WITH =, days WITH &&)
);
ALTER TABLE casework.suspension ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.suspension FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.suspension IS
    'Days on which the clock of a measure stands (M-11, M-12); two kinds may overlap and count once. World: '
    'casework. Retention: case.';
COMMENT ON COLUMN casework.suspension.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.suspension.measure_id IS 'Of which measure.';
COMMENT ON COLUMN casework.suspension.kind IS 'Why.';
COMMENT ON COLUMN casework.suspension.days IS 'First day to the day after the last; open while it lasts.';
COMMENT ON COLUMN casework.suspension.act_id IS 'Decision or notice that it follows from.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('M-01', 'min_hours', '[,]', 20, NULL, 'read', 'CP 131-8; 40 before 2009-11-26, but the milder one applies back'),
    ('M-01', 'max_hours', '[,2005-01-01)', 240, NULL, 'read', 'CP 131-8 of 1994'),
    ('M-01', 'max_hours', '[2005-01-01,2014-10-01)', 210, NULL, 'read', 'loi 2004-204'),
    ('M-01', 'max_hours', '[2014-10-01,2019-03-25)', 280, NULL, 'read', 'loi 2014-896'),
    ('M-01', 'max_hours', '[2019-03-25,)', 400, NULL, 'read', 'loi 2019-222, by day of facts'),
    ('M-02', 'min_hours', '[,]', 20, NULL, 'read', 'CP 131-17'),
    ('M-02', 'max_hours', '[,]', 120, NULL, 'read', 'CP 131-17'),
    ('M-03', 'age_at_facts', '[,]', 13, NULL, 'read', 'minors'),
    ('M-03', 'age_at_decision', '[,]', 16, NULL, 'read', 'minors, from loi 2019-222'),
    ('M-08', 'fallback_needed', '[,2023-11-22)', 0, NULL, 'read', 'before loi 2023-1059 art. 24'),
    ('M-08', 'fallback_needed', '[2023-11-22,)', 1, NULL, 'read', 'loi 2023-1059 art. 24, by day of judgment'),
    ('M-09', 'max_months', '[,]', 18, NULL, 'read', 'CP 131-22'),
    ('M-15', 'max_firm_months', '[,]', 6, NULL, 'read', 'CPP 747-1'),
    ('M-22', 'min_hours', '[,]', 1, NULL, 'proposal', 'no minimum was read'),
    ('M-22', 'max_hours', '[,2021-04-10)', 60, NULL, 'read', 'CPP 41-2'),
    ('M-22', 'max_hours', '[2021-04-10,)', 100, NULL, 'recalled', 'loi 2021-401; the day after its publication'),
    ('M-23', 'max_months', '[,]', 6, NULL, 'read_old', 'CPP 41-2'),
    ('S-03', 'interview_days', '[,]', 30, NULL, 'recalled', 'CPP 474: convocation to the SPIP'),
    ('S-04', 'evaluation_months', '[,]', 3, NULL, 'read', 'life of a placement, step 4'),
    ('S-15', 'end_report_months', '[,]', 1, NULL, 'read', 'life of a placement, step 15: before the term'),
    ('S-01', 'ageing_months', '[,]', NULL, ARRAY['3', '6', '9', '12', '15'], 'proposal', 'pain points: clock per step'),
    ('P-05', 'glass_task_days', '[,]', 7, NULL, 'proposal', 'how long a director is told of a break-glass'),
    ('A-08', 'draft_days', '[,]', 90, NULL, 'proposal', 'peers row A8: old drafts go');
DROP POLICY first_rows ON offer.rule_param;
