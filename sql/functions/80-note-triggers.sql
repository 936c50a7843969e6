-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Every write leaves its note by trigger, whichever function made it. Not noted: what only keeps the machine going
-- (touch, key blob of a session, idempotency keys, outbox and cursor, migrations, what searches found), and what comes with a sealed record
-- that has its note (hash of a person, version of the words of a break-glass).

CREATE OR REPLACE FUNCTION sec.on_founding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text := TG_ARGV[0];
    r jsonb := to_jsonb(NEW);
    founding boolean := EXISTS (SELECT FROM sec.founding f WHERE f.open);
BEGIN
    PERFORM sec.note(sec.me(), CASE WHEN founding THEN 'founding.' || what
                                    WHEN what = 'mac_key' THEN 'key.' || what
                                    WHEN what <> 'organisation' THEN 'founding.' || what
                                    WHEN TG_OP = 'INSERT' THEN what || '.create' ELSE what || '.update' END, 'sec.' || TG_TABLE_NAME, (r ->> TG_ARGV[1])::uuid,
                     (r ->> TG_ARGV[2])::integer, NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.mac_key FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('mac_key', '', 'key_id');

-- The old key of a change, dropped; those that a recovery drops go with their root.
CREATE OR REPLACE FUNCTION sec.on_mac_key_drop() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM sec.founding f WHERE f.open) THEN
        PERFORM sec.note(sec.me(), 'key.mac_key_drop', 'sec.mac_key', NULL, OLD.key_id, NULL, NULL, NULL, NULL);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_drop AFTER DELETE ON sec.mac_key FOR EACH ROW EXECUTE FUNCTION sec.on_mac_key_drop();
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.decoy FOR EACH ROW EXECUTE FUNCTION sec.on_founding('decoy', '', '');
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.organisation FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('organisation', 'id', '');
CREATE OR REPLACE TRIGGER note_change AFTER UPDATE ON sec.organisation FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
    EXECUTE FUNCTION sec.on_founding('organisation', 'id', '');
CREATE OR REPLACE TRIGGER note_close AFTER UPDATE ON sec.founding FOR EACH ROW WHEN (NOT NEW.open)
    EXECUTE FUNCTION sec.on_founding('close', '', '');

-- A recovery; what it drops of sessions, boxes and requests is noted row by row beside it.
CREATE OR REPLACE FUNCTION sec.on_refounding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), 'key.refound', 'sec.founding', NULL, NEW.round, NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_open AFTER UPDATE ON sec.founding FOR EACH ROW WHEN (NEW.open AND NOT OLD.open)
    EXECUTE FUNCTION sec.on_refounding();
CREATE OR REPLACE TRIGGER note_demonstration AFTER UPDATE ON sec.founding FOR EACH ROW
    WHEN (NEW.demonstration AND NOT OLD.demonstration) EXECUTE FUNCTION sec.on_founding('demonstration', '', '');

-- Certificates and boxes: of the founding, or of an act on people. The digest names the very bytes.
CREATE OR REPLACE FUNCTION sec.on_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    prefix text := CASE WHEN EXISTS (SELECT FROM sec.founding f WHERE f.open) THEN 'founding.' ELSE 'key.' END;
BEGIN
    IF TG_TABLE_NAME = 'certificate' THEN
        PERFORM sec.note(sec.me(), prefix || 'certificate', 'sec.certificate', NEW.owner, NEW.generation, NULL, NULL,
                         NULL, sha256(NEW.public_key || NEW.mac));
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM sec.note(sec.me(), prefix || 'box_delete', 'sec.box', OLD.id, NULL, NULL, NULL, NULL, NULL);
    ELSE
        PERFORM sec.note(sec.me(), prefix || 'box', 'sec.box', NEW.id, NULL, NULL, NULL, NULL, sha256(NEW.body));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE ON sec.certificate FOR EACH ROW EXECUTE FUNCTION sec.on_key();
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON sec.box FOR EACH ROW EXECUTE FUNCTION sec.on_key();

CREATE OR REPLACE FUNCTION sec.on_permit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM sec.note(sec.me(), 'key.permit_delete', 'sec.permit', OLD.account, OLD.generation, NULL, NULL, NULL,
                         NULL);
    ELSE
        PERFORM sec.note(sec.me(), CASE TG_OP WHEN 'INSERT' THEN 'key.permit' ELSE 'member.reseal' END, 'sec.permit',
                         NEW.account, NEW.generation, NULL, NULL, NULL, sha256(NEW.body));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON sec.permit
    FOR EACH ROW EXECUTE FUNCTION sec.on_permit();

-- A request: asked, endorsed by the first officer, approved by the second, or ended otherwise.
CREATE OR REPLACE FUNCTION sec.on_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text := CASE
        WHEN TG_OP = 'INSERT' THEN 'ask'
        WHEN NEW.state = 'done' THEN 'approve'
        WHEN NEW.state = 'closed' THEN 'close'
        WHEN NEW.state = 'expired' THEN 'expire'
        WHEN NEW.endorsement IS NULL THEN 'unendorse'
        ELSE 'endorse' END;
BEGIN
    PERFORM sec.note(sec.me(), CASE NEW.kind WHEN 'membership' THEN 'member.' ELSE NEW.kind || '.' END || what,
                     'sec.request', NEW.id, NULL, NULL, NULL, NULL,
                     CASE what WHEN 'endorse' THEN sha256(NEW.endorsement) END);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE ON sec.request FOR EACH ROW EXECUTE FUNCTION sec.on_request();

-- Accounts. Enrolment and a change of password are the person's own acts, whether or not a session is bound; everything
-- else is noted with whoever is bound, or nobody for an intervention at the database.
CREATE OR REPLACE FUNCTION sec.on_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor sec.who := sec.me();
    founding boolean := EXISTS (SELECT FROM sec.founding f WHERE f.open);
    what text;
BEGIN
    IF founding AND NEW.state <> 'disabled' THEN
        what := 'founding.account';
    ELSIF TG_OP = 'INSERT' THEN
        what := 'account.create';
    ELSIF NEW.state = 'disabled' AND OLD.state <> 'disabled' THEN
        what := 'account.disable';
    ELSIF OLD.state = 'disabled' AND NEW.state <> 'disabled' THEN
        what := 'account.enable';
    ELSIF (OLD.auth_version, OLD.record) IS NOT DISTINCT FROM (NEW.auth_version, NEW.record) THEN
        what := 'account.update';
    ELSIF NEW.state = 'active' THEN
        what := CASE OLD.state WHEN 'active' THEN 'account.password' ELSE 'account.enrol' END;
        actor := row(NEW.id, NEW.role, NEW.org)::sec.who;
    ELSE
        what := CASE WHEN OLD.enrolled_generation > 0 THEN 'account.reset' ELSE 'account.invite' END;
    END IF;
    PERFORM sec.note(actor, what, 'sec.account', NEW.id, NEW.auth_version, NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.account FOR EACH ROW EXECUTE FUNCTION sec.on_account();
CREATE OR REPLACE TRIGGER note_change AFTER UPDATE ON sec.account FOR EACH ROW
    WHEN ((OLD.login, OLD.name, OLD.role, OLD.org, OLD.state, OLD.record, OLD.auth_version, OLD.public_key)
          IS DISTINCT FROM
          (NEW.login, NEW.name, NEW.role, NEW.org, NEW.state, NEW.record, NEW.auth_version, NEW.public_key))
    EXECUTE FUNCTION sec.on_account();

-- The actor of a sign-in is the account of the grant; whoever is bound ends a session, else the person herself; a clock
-- and a recovery are nobody.
CREATE OR REPLACE FUNCTION sec.on_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    actor sec.who;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.ended_by NOT IN ('expired', 'refound') THEN
        actor := sec.me();
    END IF;
    IF actor.account IS NULL AND (TG_OP = 'INSERT' OR NEW.ended_by NOT IN ('expired', 'refound')) THEN
        SELECT a.id, a.role, a.org INTO actor FROM sec.account a WHERE a.id = NEW.account;
    END IF;
    PERFORM sec.note(actor, CASE WHEN TG_OP = 'INSERT' THEN 'session.open'
                                 WHEN NEW.ended_by = 'expired' THEN 'session.expire' ELSE 'session.close' END,
                     'sec.session', NEW.id, NULL, NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_open AFTER INSERT ON sec.session FOR EACH ROW EXECUTE FUNCTION sec.on_session();
CREATE OR REPLACE TRIGGER note_end AFTER UPDATE ON sec.session FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION sec.on_session();

CREATE OR REPLACE FUNCTION sec.on_case_key() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), 'case.key', 'sec.case_key', NEW.case_id, NEW.generation,
                     sec.compartment_name(NEW.compartment), NEW.case_id, NULL, sha256(NEW.wrap));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE ON sec.case_key FOR EACH ROW EXECUTE FUNCTION sec.on_case_key();

CREATE OR REPLACE FUNCTION sec.on_envelope() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), 'record.seal', (SELECT t.name FROM sec.sealed_table t WHERE t.code = NEW.tab),
                     NEW.row_id, NEW.version, sec.compartment_name(NEW.compartment), NEW.case_id, NULL, sha256(NEW.body));
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE ON sec.envelope FOR EACH ROW EXECUTE FUNCTION sec.on_envelope();

-- To whom the key of a placement went: the entry names the host (P-05), as the vault's own does.
CREATE OR REPLACE FUNCTION sec.on_placement_box() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM sec.note(sec.me(), 'placement.box_delete', 'organisation', OLD.host_id, NULL, 'PLACEMENT', OLD.case_id, NULL,
                         NULL);
    ELSE
        PERFORM sec.note(sec.me(), 'placement.box', 'organisation', NEW.host_id, NULL, 'PLACEMENT', NEW.case_id, NULL,
                         sha256(NEW.body));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON sec.placement_box
    FOR EACH ROW EXECUTE FUNCTION sec.on_placement_box();

CREATE OR REPLACE FUNCTION sec.on_case_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), CASE WHEN TG_OP = 'INSERT' THEN 'case.create' ELSE 'case.update' END,
                     'casework.case_file', NEW.id, nullif(NEW.ident_version, 0), NULL, NEW.id, NULL, NULL);
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_case_file() TO jalon_owner; -- who hangs it on its table in 90-case-triggers.sql

CREATE OR REPLACE FUNCTION sec.on_glass() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), CASE TG_OP WHEN 'INSERT' THEN 'glass.open' ELSE 'glass.end' END, 'sec.glass', NEW.id,
                     NULL, NULL, NEW.case_id, NEW.reason, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.glass FOR EACH ROW EXECUTE FUNCTION sec.on_glass();
CREATE OR REPLACE TRIGGER note_end AFTER UPDATE ON sec.glass FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION sec.on_glass();

-- A request for a case of another unit. Its decision names the officer, the box for whom it is.
CREATE OR REPLACE FUNCTION sec.on_glass_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(),
                     CASE WHEN TG_OP = 'INSERT' THEN 'glass.ask' WHEN NEW.state = 'done' THEN 'glass.give'
                          WHEN NEW.state = 'expired' THEN 'glass.expire' WHEN NEW.decided_by IS NULL THEN 'glass.withdraw'
                          ELSE 'glass.refuse' END,
                     'sec.glass_request', NEW.id, NULL, NULL, NEW.case_id, NEW.reason, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE ON sec.glass_request
    FOR EACH ROW EXECUTE FUNCTION sec.on_glass_request();

CREATE OR REPLACE FUNCTION sec.on_glass_box() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM sec.note(sec.me(), 'glass.box_delete', 'sec.account', OLD.account, OLD.generation,
                         sec.compartment_name(OLD.compartment), OLD.case_id, NULL, NULL);
    ELSE
        PERFORM sec.note(sec.me(), 'glass.box', 'sec.account', NEW.account, NEW.generation,
                         sec.compartment_name(NEW.compartment), NEW.case_id, NULL, sha256(NEW.body));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON sec.glass_box
    FOR EACH ROW EXECUTE FUNCTION sec.on_glass_box();

-- Rows that people read in clear, of offer and casework. First argument: what the row is; second: the column that the
-- entry names it by. The digest is of the whole row, so that a row put back to an older state is found.
CREATE OR REPLACE FUNCTION sec.on_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    r jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
    PERFORM sec.note(sec.me(),
                     TG_ARGV[0] || CASE TG_OP WHEN 'INSERT' THEN '.create' WHEN 'UPDATE' THEN '.update' ELSE '.delete' END,
                     TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME, (r ->> TG_ARGV[1])::uuid, (r ->> 'version')::integer, NULL,
                     (r ->> 'case_id')::uuid, NULL, CASE TG_OP WHEN 'DELETE' THEN NULL ELSE sha256(convert_to(r::text, 'UTF8')) END);
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_row() TO jalon_owner; -- who hangs it on its tables

-- The slots of a post are written all at once: one entry for all.
CREATE OR REPLACE FUNCTION sec.on_slots() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT r.post_id, string_agg(to_jsonb(r)::text, ',' ORDER BY r.n) AS text FROM changed r GROUP BY r.post_id
    LOOP
        PERFORM sec.note(sec.me(), CASE TG_OP WHEN 'DELETE' THEN 'slots.delete' ELSE 'slots.create' END, 'offer.slot',
                         p.post_id, NULL, NULL, NULL, NULL, sha256(convert_to(p.text, 'UTF8')));
    END LOOP;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_slots() TO jalon_owner;

-- So are the lines of a plan.
CREATE OR REPLACE FUNCTION sec.on_plan_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT r.plan_id, string_agg(to_jsonb(r)::text, ',' ORDER BY r.measure_id) AS text FROM changed r GROUP BY r.plan_id
    LOOP
        PERFORM sec.note(sec.me(), CASE TG_OP WHEN 'DELETE' THEN 'plan_lines.delete' ELSE 'plan_lines.create' END,
                         'casework.plan_line', p.plan_id, NULL, NULL, NULL, NULL,
                         CASE TG_OP WHEN 'INSERT' THEN sha256(convert_to(p.text, 'UTF8')) END);
    END LOOP;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_plan_lines() TO jalon_owner;

DROP TRIGGER IF EXISTS commit_in_time ON sec.outbox;
CREATE CONSTRAINT TRIGGER commit_in_time AFTER INSERT ON sec.outbox DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sec.on_outbox();
