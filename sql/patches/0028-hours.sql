-- patch: 0028
-- after: 0027
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Hours are evidence (steps 10 to 16 of a placement): what hosts report, what the service credits, what happened besides,
-- what the judge was told. Nothing of the ledger is ever changed: an error is a counter-entry.

CREATE TYPE casework.attendance AS ENUM ('attended', 'excused', 'unexcused', 'sent_away');
CREATE TYPE casework.report_state AS ENUM ('reported', 'settled', 'withdrawn');
CREATE TYPE casework.channel AS ENUM ('online', 'signed_sheet', 'in_person', 'phone', 'mail');
CREATE TYPE casework.person_word AS ENUM ('not_asked', 'agreed', 'contested');
CREATE TYPE casework.entry_kind AS ENUM ('credit', 'counter');
CREATE TYPE casework.incident_kind AS ENUM (
    'absence', 'lateness', 'behaviour', 'refusal', 'accident', 'danger', 'damage', 'other');
CREATE TYPE casework.judge_report_kind AS ENUM (
    'evaluation', 'incident', 'difficulty', 'situation', 'requested', 'yearly', 'end');
COMMENT ON TYPE casework.attendance IS 'Whether she came: for the hours, excused, unexcused, sent home by the host, at once or later.';
COMMENT ON TYPE casework.report_state IS 'reported; settled: credited, in part or not; withdrawn by who reported it.';
COMMENT ON TYPE casework.channel IS 'How something was told.';
COMMENT ON TYPE casework.person_word IS 'What the person says of a report.';
COMMENT ON TYPE casework.entry_kind IS 'credit of a settlement, of nothing too; counter: takes one back whole.';
COMMENT ON TYPE casework.incident_kind IS 'What happened (step 11); the words are sealed.';
COMMENT ON TYPE casework.judge_report_kind IS 'Reports to the mandating judge (steps 4, 11, 13, 15).';

ALTER TABLE casework.placement ADD COLUMN attested_minutes integer CHECK (attested_minutes >= 0);
ALTER TABLE casework.placement ADD CHECK ((attested_on IS NULL) = (attested_minutes IS NULL));
COMMENT ON COLUMN casework.placement.attested_minutes IS 'Credited minutes that the attestation names (step 14).';

CREATE TABLE casework.hours_report (
    id uuid PRIMARY KEY,
    placement_id uuid NOT NULL,
    case_id uuid NOT NULL,
    day date NOT NULL,
    attendance casework.attendance NOT NULL,
    from_min integer CHECK (from_min BETWEEN 0 AND 1439),
    to_min integer CHECK (to_min BETWEEN 1 AND 1440),
    break_minutes integer NOT NULL DEFAULT 0 CHECK (break_minutes >= 0),
    minutes integer NOT NULL GENERATED ALWAYS AS (coalesce(to_min - from_min - break_minutes, 0)) STORED,
    flags text[] NOT NULL DEFAULT '{}',
    channel casework.channel NOT NULL,
    state casework.report_state NOT NULL DEFAULT 'reported',
    reported_by uuid NOT NULL REFERENCES sec.account (id),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    word casework.person_word NOT NULL DEFAULT 'not_asked',
    word_channel casework.channel,
    word_by uuid REFERENCES sec.account (id),
    word_at timestamptz,
    settled_by uuid REFERENCES sec.account (id),
    settled_at timestamptz,
    credited_minutes integer CHECK (credited_minutes >= 0),
    text_version integer NOT NULL DEFAULT 0 CHECK (text_version >= 0),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    UNIQUE (id, case_id),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id),
    CHECK (attendance = 'sent_away' OR (attendance = 'attended') = (from_min IS NOT NULL)),
    CHECK ((from_min IS NULL) = (to_min IS NULL)),
    CHECK (from_min + break_minutes < to_min),
    CHECK (from_min IS NOT NULL OR break_minutes = 0),
    CHECK ((word = 'not_asked') = (word_by IS NULL)),
    CHECK (num_nonnulls(word_channel, word_by, word_at) IN (0, 3)),
    CHECK ((state = 'settled') = (settled_by IS NOT NULL)),
    CHECK (num_nonnulls(settled_by, settled_at, credited_minutes) IN (0, 3)),
    CHECK (settled_by <> reported_by),
    CHECK (credited_minutes <= to_min - from_min - break_minutes OR from_min IS NULL AND credited_minutes = 0),
    EXCLUDE USING gist (placement_id WITH =, day WITH =,
                        int4range(coalesce(from_min, 0), coalesce(to_min, 1440)) WITH &&) WHERE (state <> 'withdrawn')
) WITH (fillfactor = 80);
CREATE INDEX hours_report_case ON casework.hours_report (case_id, day);
CREATE INDEX hours_report_placement ON casework.hours_report (placement_id, day);
CREATE INDEX hours_report_waiting ON casework.hours_report (reported_by) WHERE state = 'reported';
ALTER TABLE casework.hours_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.hours_report FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.hours_report IS
    'What happened in one session, as its host says (step 10). A true report is kept whatever rule it breaks. World: '
    'casework. Retention: case.';
COMMENT ON COLUMN casework.hours_report.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.hours_report.placement_id IS 'Placement.';
COMMENT ON COLUMN casework.hours_report.case_id IS 'Its case.';
COMMENT ON COLUMN casework.hours_report.day IS 'Civil day at the place.';
COMMENT ON COLUMN casework.hours_report.attendance IS 'Whether she came.';
COMMENT ON COLUMN casework.hours_report.from_min IS 'Began, minutes from midnight.';
COMMENT ON COLUMN casework.hours_report.to_min IS 'Ended, minutes from midnight.';
COMMENT ON COLUMN casework.hours_report.break_minutes IS 'Minutes of break between.';
COMMENT ON COLUMN casework.hours_report.minutes IS 'Minutes worked.';
COMMENT ON COLUMN casework.hours_report.flags IS 'Rules that it breaks: to be settled with a reason.';
COMMENT ON COLUMN casework.hours_report.channel IS 'How it came.';
COMMENT ON COLUMN casework.hours_report.state IS 'Where it stands.';
COMMENT ON COLUMN casework.hours_report.reported_by IS 'Who reported it; never who settles it.';
COMMENT ON COLUMN casework.hours_report.reported_at IS 'When.';
COMMENT ON COLUMN casework.hours_report.word IS 'What the person says of it.';
COMMENT ON COLUMN casework.hours_report.word_channel IS 'How she said it.';
COMMENT ON COLUMN casework.hours_report.word_by IS 'Who took her word.';
COMMENT ON COLUMN casework.hours_report.word_at IS 'When.';
COMMENT ON COLUMN casework.hours_report.settled_by IS 'Who settled it.';
COMMENT ON COLUMN casework.hours_report.settled_at IS 'When.';
COMMENT ON COLUMN casework.hours_report.credited_minutes IS 'Minutes credited of it.';
COMMENT ON COLUMN casework.hours_report.text_version IS 'Current version of the sealed words of the host; 0: none.';
COMMENT ON COLUMN casework.hours_report.version IS 'Raised by every change.';

CREATE TABLE casework.hours_entry (
    id uuid PRIMARY KEY,
    measure_id uuid NOT NULL,
    case_id uuid NOT NULL,
    placement_id uuid NOT NULL,
    report_id uuid NOT NULL,
    kind casework.entry_kind NOT NULL,
    minutes integer NOT NULL,
    reasoned boolean NOT NULL DEFAULT false,
    day date NOT NULL,
    reverses uuid UNIQUE REFERENCES casework.hours_entry (id),
    made_by uuid NOT NULL REFERENCES sec.account (id),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (measure_id, case_id) REFERENCES casework.measure (id, case_id),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id),
    FOREIGN KEY (report_id, case_id) REFERENCES casework.hours_report (id, case_id),
    CHECK ((kind = 'counter') = (reverses IS NOT NULL)),
    CHECK (CASE kind WHEN 'credit' THEN minutes >= 0 ELSE minutes <= 0 AND reasoned END)
);
CREATE INDEX hours_entry_measure ON casework.hours_entry (measure_id, made_at, id);
CREATE INDEX hours_entry_report ON casework.hours_entry (report_id);
CREATE INDEX hours_entry_placement ON casework.hours_entry (placement_id);
ALTER TABLE casework.hours_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.hours_entry FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.hours_entry IS
    'The ledger of credited minutes, an entry for each settlement and for each that was taken back; the balance at any '
    'instant is the sum of the entries before it. Only ever added to. '
    'World: casework. Retention: case.';
COMMENT ON COLUMN casework.hours_entry.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.hours_entry.measure_id IS 'Measure that is credited.';
COMMENT ON COLUMN casework.hours_entry.case_id IS 'Its case.';
COMMENT ON COLUMN casework.hours_entry.placement_id IS 'Placement of the work.';
COMMENT ON COLUMN casework.hours_entry.report_id IS 'Report that was settled.';
COMMENT ON COLUMN casework.hours_entry.kind IS 'credit or counter.';
COMMENT ON COLUMN casework.hours_entry.minutes IS 'Minutes; of a counter-entry those that it takes back, negative.';
COMMENT ON COLUMN casework.hours_entry.reasoned IS 'Why it was made is sealed beside it, once and for ever.';
COMMENT ON COLUMN casework.hours_entry.day IS 'Day of the work.';
COMMENT ON COLUMN casework.hours_entry.reverses IS 'Entry that a counter-entry takes back.';
COMMENT ON COLUMN casework.hours_entry.made_by IS 'Who made it.';
COMMENT ON COLUMN casework.hours_entry.made_at IS 'When.';

CREATE TABLE casework.incident (
    id uuid PRIMARY KEY,
    placement_id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind casework.incident_kind NOT NULL,
    day date NOT NULL,
    stopped boolean NOT NULL,
    resumed_on date,
    by_host boolean NOT NULL,
    reported_by uuid NOT NULL REFERENCES sec.account (id),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_by uuid REFERENCES sec.account (id),
    seen_at timestamptz,
    declared_on date,
    judge_told_on date,
    closed_at timestamptz,
    text_version integer NOT NULL DEFAULT 0 CHECK (text_version >= 0),
    note_version integer NOT NULL DEFAULT 0 CHECK (note_version >= 0),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    UNIQUE (id, case_id),
    FOREIGN KEY (placement_id, case_id) REFERENCES casework.placement (id, case_id),
    CHECK ((seen_by IS NULL) = (seen_at IS NULL)),
    CHECK (resumed_on IS NULL OR stopped),
    CHECK (resumed_on > day),
    CHECK (declared_on IS NULL OR kind = 'accident'),
    CHECK (declared_on >= day),
    CHECK (judge_told_on >= day)
) WITH (fillfactor = 80);
CREATE INDEX incident_placement ON casework.incident (placement_id);
CREATE INDEX incident_case ON casework.incident (case_id, reported_at, id);
ALTER TABLE casework.incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.incident FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.incident IS
    'Incidents that a host reports without delay (steps 11 and 12), and what the service does. World: casework. '
    'Retention: case.';
COMMENT ON COLUMN casework.incident.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.incident.placement_id IS 'Placement.';
COMMENT ON COLUMN casework.incident.case_id IS 'Its case.';
COMMENT ON COLUMN casework.incident.kind IS 'What happened.';
COMMENT ON COLUMN casework.incident.day IS 'Civil day at the place.';
COMMENT ON COLUMN casework.incident.stopped IS 'The person in charge stopped the work (step 12).';
COMMENT ON COLUMN casework.incident.resumed_on IS 'First day on which the work goes on.';
COMMENT ON COLUMN casework.incident.by_host IS
    'Told by people of the host, who read it then; what the service notes itself they do not (table 6a).';
COMMENT ON COLUMN casework.incident.reported_by IS 'Who told it.';
COMMENT ON COLUMN casework.incident.reported_at IS 'When; the 48 hours of a declaration run from here (W-09).';
COMMENT ON COLUMN casework.incident.seen_by IS 'Who of the service saw it first.';
COMMENT ON COLUMN casework.incident.seen_at IS 'When.';
COMMENT ON COLUMN casework.incident.declared_on IS 'Day of the declaration of an accident (W-09).';
COMMENT ON COLUMN casework.incident.judge_told_on IS 'Day on which the judge was told.';
COMMENT ON COLUMN casework.incident.closed_at IS 'When there was nothing left to do.';
COMMENT ON COLUMN casework.incident.text_version IS 'Current version of the sealed words of the host; 0 before the first.';
COMMENT ON COLUMN casework.incident.note_version IS 'Current version of the sealed note of the service; 0: none.';
COMMENT ON COLUMN casework.incident.version IS 'Raised by every change.';

CREATE TABLE casework.judge_report (
    id uuid PRIMARY KEY,
    measure_id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind casework.judge_report_kind NOT NULL,
    incident_id uuid,
    due_on date,
    sent_on date,
    written_by uuid NOT NULL REFERENCES sec.account (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    text_version integer NOT NULL DEFAULT 0 CHECK (text_version >= 0),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    FOREIGN KEY (measure_id, case_id) REFERENCES casework.measure (id, case_id),
    FOREIGN KEY (incident_id, case_id) REFERENCES casework.incident (id, case_id),
    CHECK (incident_id IS NULL OR kind = 'incident')
);
CREATE INDEX judge_report_measure ON casework.judge_report (measure_id);
ALTER TABLE casework.judge_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE casework.judge_report FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE casework.judge_report IS
    'Reports to the mandating judge: that they exist, when due, when sent; the text is sealed. World: casework. '
    'Retention: case.';
COMMENT ON COLUMN casework.judge_report.id IS 'Unguessable identifier.';
COMMENT ON COLUMN casework.judge_report.measure_id IS 'Measure.';
COMMENT ON COLUMN casework.judge_report.case_id IS 'Its case.';
COMMENT ON COLUMN casework.judge_report.kind IS 'Which report.';
COMMENT ON COLUMN casework.judge_report.incident_id IS 'Incident that it tells.';
COMMENT ON COLUMN casework.judge_report.due_on IS 'Day by which it is due.';
COMMENT ON COLUMN casework.judge_report.sent_on IS 'Day on which it went.';
COMMENT ON COLUMN casework.judge_report.written_by IS 'Who began it.';
COMMENT ON COLUMN casework.judge_report.created_at IS 'When.';
COMMENT ON COLUMN casework.judge_report.text_version IS 'Current version of the sealed text; 0 before the first.';
COMMENT ON COLUMN casework.judge_report.version IS 'Raised by every change.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('S-10', 'settle_days', '[,]', 14, NULL, 'proposal', 'an unsettled report that is older is a task'),
    ('S-10', 'silent_days', '[,]', 14, NULL, 'proposal', 'pain points: no line for so long is a call'),
    ('S-10', 'report_back_days', '[,]', 400, NULL, 'proposal', 'a report of a day longer ago is a mistake of typing'),
    ('W-04', 'unbroken_minutes', '[,]', 270, NULL, 'recalled', 'code du travail, minors: longest time without a break'),
    ('W-04', 'break_minutes', '[,]', 30, NULL, 'recalled', 'code du travail, minors: the break after it'),
    ('W-09', 'declare_hours', '[,]', 48, NULL, 'recalled', 'declaration of a work accident');
DROP POLICY first_rows ON offer.rule_param;
