-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Notes of writes to casework. The first sealing of an identity (0 to 1) is part of taking the case in.

CREATE OR REPLACE TRIGGER note_create AFTER INSERT ON casework.case_file
    FOR EACH ROW EXECUTE FUNCTION sec.on_case_file();
CREATE OR REPLACE TRIGGER note_update AFTER UPDATE ON casework.case_file FOR EACH ROW
    WHEN (OLD.ident_version <> 0 OR (OLD.unit_id, OLD.counsellor_id, OLD.state, OLD.minor, OLD.match_version) IS DISTINCT FROM
                                     (NEW.unit_id, NEW.counsellor_id, NEW.state, NEW.minor, NEW.match_version))
    EXECUTE FUNCTION sec.on_case_file();

CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.measure
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('measure', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.authority_act
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('act', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.suspension
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('suspension', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.placement
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('placement', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.placement_slot
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('placement_slot', 'placement_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.placement_decision
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('placement_decision', 'placement_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.replaced_attestation
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('attestation_replaced', 'placement_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.last_day_change
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('last_day_change', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.delegation
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('delegation', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.hours_report
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('hours_report', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.hours_entry
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('hours_entry', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.incident
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('incident', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.judge_report
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('judge_report', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.no_match
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('no_match', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON casework.plan
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('plan', 'id');
CREATE OR REPLACE TRIGGER note_create AFTER INSERT ON casework.plan_line REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_plan_lines();
CREATE OR REPLACE TRIGGER note_delete AFTER DELETE ON casework.plan_line REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_plan_lines();
-- What is to have its reason (a table of sec.sealed_table) has it, sealed after it in the same transaction, or it is not made.
DROP TRIGGER IF EXISTS reason ON casework.hours_entry;
CREATE CONSTRAINT TRIGGER reason AFTER INSERT ON casework.hours_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.reasoned) EXECUTE FUNCTION casework.need_reason(10);
DROP TRIGGER IF EXISTS reason ON casework.last_day_change;
CREATE CONSTRAINT TRIGGER reason AFTER INSERT ON casework.last_day_change DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION casework.need_reason(11);
