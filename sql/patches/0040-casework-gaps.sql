-- patch: 0040
-- after: 0039
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Nobody is at two places at once (E-05): two times of one person exclude each other by the days on which both are, no
-- longer by spans of days that may hold no such day. A report to the judge that was begun by mistake is dropped. A
-- resumption names what it ends.

ALTER TABLE casework.placement_slot
    ADD COLUMN even_days daterange NOT NULL GENERATED ALWAYS AS (
        CASE WHEN weeks @> 0 THEN casework.met_days(days, weekday, 0) ELSE 'empty' END) STORED,
    ADD COLUMN odd_days daterange NOT NULL GENERATED ALWAYS AS (
        CASE WHEN weeks @> 1 THEN casework.met_days(days, weekday, 1) ELSE 'empty' END) STORED,
    ADD CHECK (isempty(days) OR num_nulls(lower(days), upper(days)) = 0),
    DROP CONSTRAINT placement_slot_case_id_chain_weekday_weeks_int4range_days_excl,
    ADD EXCLUDE USING gist (case_id WITH =, chain WITH <>, weekday WITH =, int4range(from_min, to_min) WITH &&,
                            even_days WITH &&),
    ADD EXCLUDE USING gist (case_id WITH =, chain WITH <>, weekday WITH =, int4range(from_min, to_min) WITH &&,
                            odd_days WITH &&);
COMMENT ON COLUMN casework.placement_slot.even_days IS
    'From its first day in an even ISO week to its last such day; empty when there is none.';
COMMENT ON COLUMN casework.placement_slot.odd_days IS
    'From its first day in an odd ISO week to its last such day; empty when there is none.';

ALTER TABLE casework.judge_report ADD COLUMN dropped_at timestamptz, ADD CHECK (num_nonnulls(sent_on, dropped_at) < 2);
COMMENT ON COLUMN casework.judge_report.dropped_at IS 'When it was dropped: it had been begun by mistake.';

ALTER TABLE casework.authority_act DROP CONSTRAINT authority_act_check3, ADD CHECK (
    CASE kind WHEN 'suspension' THEN suspension IS NOT NULL WHEN 'resumption' THEN true ELSE suspension IS NULL END);
COMMENT ON COLUMN casework.authority_act.suspension IS
    'Kind of a suspension (M-11, M-12); of a resumption the kind that it ends, or null: every kind.';
