-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Cases: taking one in, changing who the person is.

-- idem_key and idem_digest: 32-byte hashes. The same key and content gives the same case again. minor: under 18 on this
-- day, as the sealed identity says (H-14).
CREATE OR REPLACE FUNCTION casework.open_case(idem_key bytea, idem_digest bytea, minor boolean)
RETURNS TABLE (case_id uuid, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    IF me.role <> 'counsellor' OR NOT EXISTS (
        SELECT FROM sec.organisation o WHERE o.id = me.org AND o.kind = 'unit') THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT o.result, o.replayed INTO case_id, replayed FROM sec.once(me, 'case.create', idem_key, idem_digest) AS o;
    IF NOT replayed THEN
        INSERT INTO casework.case_file (id, unit_id, counsellor_id, minor)
        VALUES (case_id, me.org, me.account, coalesce(open_case.minor, false));
    END IF;
    RETURN NEXT;
END $$;

-- Locks a case of the own caseload whose identity is still at this version. The day on which it was taken in.
CREATE OR REPLACE FUNCTION casework.change_identity_at(case_id uuid, expected_version integer) RETURNS date
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    current integer;
    taken_in date;
BEGIN
    SELECT c.ident_version, offer.day_of(c.opened_at) INTO current, taken_in
    FROM casework.case_file c
    WHERE c.id = change_identity_at.case_id AND c.counsellor_id = me.account AND c.unit_id = me.org
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected_version IS DISTINCT FROM current THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN taken_in;
END $$;

-- Whether the person of an own case was a minor when it was taken in, as the identity of this transaction says (M-03).
-- What was decided for the other public stands; tasks tell of it (59-tasks.sql).
CREATE OR REPLACE FUNCTION casework.correct_minor(case_id uuid, minor boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
BEGIN
    UPDATE casework.case_file c SET minor = correct_minor.minor
    WHERE c.id = correct_minor.case_id AND c.counsellor_id = me.account AND c.unit_id = me.org
      AND c.minor <> correct_minor.minor;
END $$;
