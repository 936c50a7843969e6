-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- What a match reads of a post (66-post-change.sql).

CREATE OR REPLACE TRIGGER post_change AFTER INSERT OR UPDATE OR DELETE ON offer.post
    FOR EACH ROW EXECUTE FUNCTION sec.on_post_change();
CREATE OR REPLACE TRIGGER post_change AFTER UPDATE ON offer.site FOR EACH ROW EXECUTE FUNCTION sec.on_site_change();
CREATE OR REPLACE TRIGGER post_change AFTER UPDATE ON offer.host
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.form <> NEW.form) EXECUTE FUNCTION sec.on_host_change();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON offer.slot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON offer.slot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON offer.slot REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON offer.closure REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON offer.closure REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON offer.closure REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON offer.absence REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_host();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON offer.absence REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_host();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON offer.absence REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_host();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON offer.post_bar REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON offer.post_bar REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON offer.post_bar REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_post();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON casework.placement_slot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_place_of_post();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON casework.placement_slot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_place_of_post();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON casework.placement_slot REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_place_of_post();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON offer.habilitation REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_host();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON offer.habilitation REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_host();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON offer.habilitation REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_part_of_host();

CREATE OR REPLACE TRIGGER post_change_insert AFTER INSERT ON offer.commune REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_commune_change();
CREATE OR REPLACE TRIGGER post_change_before AFTER UPDATE ON offer.commune REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_commune_change();
CREATE OR REPLACE TRIGGER post_change_update AFTER UPDATE ON offer.commune REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_commune_change();
CREATE OR REPLACE TRIGGER post_change_delete AFTER DELETE ON offer.commune REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_commune_change();

CREATE OR REPLACE TRIGGER post_change AFTER INSERT OR UPDATE OR DELETE ON offer.rule_param
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_rule_change();

CREATE OR REPLACE TRIGGER post_change AFTER UPDATE ON offer.contact
    FOR EACH ROW WHEN (OLD.people_max IS DISTINCT FROM NEW.people_max OR OLD.trained_on IS DISTINCT FROM NEW.trained_on)
    EXECUTE FUNCTION sec.on_charge_change();
CREATE OR REPLACE TRIGGER post_change_charge AFTER UPDATE ON offer.post
    FOR EACH ROW WHEN (OLD.in_charge IS DISTINCT FROM NEW.in_charge) EXECUTE FUNCTION sec.on_charge_change();
CREATE OR REPLACE TRIGGER post_change AFTER UPDATE ON casework.placement
    FOR EACH ROW WHEN (OLD.in_charge IS DISTINCT FROM NEW.in_charge) EXECUTE FUNCTION sec.on_charge_change();
