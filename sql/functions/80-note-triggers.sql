-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Every write leaves its note by trigger, whichever function made it. Not noted: what only keeps the machine going
-- (touch,
-- key blob of a session, idempotency keys, outbox and cursor, migrations).

CREATE OR REPLACE FUNCTION sec.on_founding() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text := TG_ARGV[0];
    r jsonb := to_jsonb(NEW);
BEGIN
    PERFORM sec.note(sec.me(), 'founding.' || what, 'sec.' || TG_TABLE_NAME, (r ->> TG_ARGV[1])::uuid,
                     (r ->> TG_ARGV[2])::integer, NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.mac_key FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('mac_key', '', 'key_id');
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.decoy FOR EACH ROW EXECUTE FUNCTION sec.on_founding('decoy', '', '');
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.organisation FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('organisation', 'id', '');
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.account FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('account', 'id', 'auth_version');
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.certificate FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('certificate', 'owner', 'generation');
CREATE OR REPLACE TRIGGER note AFTER INSERT ON sec.box FOR EACH ROW EXECUTE FUNCTION sec.on_founding('box', 'id', '');
CREATE OR REPLACE TRIGGER note_close AFTER UPDATE ON sec.founding FOR EACH ROW
    EXECUTE FUNCTION sec.on_founding('close', '', '');

-- A new record is the only change of an account so far.
CREATE OR REPLACE FUNCTION sec.on_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(row(NEW.id, NEW.role, NEW.org)::sec.who, 'account.enrol', 'sec.account', NEW.id, NEW.auth_version,
                     NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_enrol AFTER UPDATE ON sec.account FOR EACH ROW
    WHEN (OLD.auth_version <> NEW.auth_version OR OLD.record <> NEW.record) EXECUTE FUNCTION sec.on_account();

-- Any other change of an account is noted with whoever is bound, or nobody for an intervention at the database.
CREATE OR REPLACE FUNCTION sec.on_account_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), 'account.update', 'sec.account', NEW.id, NEW.auth_version, NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_change AFTER UPDATE ON sec.account FOR EACH ROW
    WHEN (OLD.auth_version = NEW.auth_version AND OLD.record = NEW.record
          AND (OLD.login, OLD.name, OLD.role, OLD.org, OLD.state, OLD.public_key)
              IS DISTINCT FROM (NEW.login, NEW.name, NEW.role, NEW.org, NEW.state, NEW.public_key))
    EXECUTE FUNCTION sec.on_account_change();

-- The actor of a sign-in is the account of the grant; a session that a clock ended has none.
CREATE OR REPLACE FUNCTION sec.on_session() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    owner sec.who;
BEGIN
    IF NEW.ended_by IS DISTINCT FROM 'expired' THEN
        SELECT a.id, a.role, a.org INTO owner FROM sec.account a WHERE a.id = NEW.account;
    END IF;
    PERFORM sec.note(owner, CASE WHEN TG_OP = 'INSERT' THEN 'session.open'
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

CREATE OR REPLACE FUNCTION sec.on_case_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(sec.me(), CASE WHEN TG_OP = 'INSERT' THEN 'case.create' ELSE 'case.update' END,
                     'casework.case_file', NEW.id, nullif(NEW.ident_version, 0), NULL, NEW.id, NULL, NULL);
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_case_file() TO jalon_owner; -- who hangs it on its table in 90-case-triggers.sql

DROP TRIGGER IF EXISTS commit_in_time ON sec.outbox;
CREATE CONSTRAINT TRIGGER commit_in_time AFTER INSERT ON sec.outbox DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sec.on_outbox();
