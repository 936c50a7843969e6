-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Notes of writes to offer, each named by the id of its row or of the row that it belongs to.

CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.host
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('host', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.site
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('site', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.contact
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('contact', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.contact_civil
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('contact_civil', 'contact_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.post
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('post', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.closure
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('closure', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.suspension
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('suspension', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.post_bar
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('post_bar', 'post_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.procedure
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('procedure', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.piece
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('piece', 'procedure_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.opinion
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('opinion', 'procedure_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.habilitation
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('habilitation', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.lead
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('lead', 'id');
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON offer.lead_event
    FOR EACH ROW EXECUTE FUNCTION sec.on_row('lead_event', 'id');

CREATE OR REPLACE TRIGGER note_insert AFTER INSERT ON offer.slot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_slots();
CREATE OR REPLACE TRIGGER note_update AFTER UPDATE ON offer.slot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_slots();
CREATE OR REPLACE TRIGGER note_delete AFTER DELETE ON offer.slot REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION sec.on_slots();
