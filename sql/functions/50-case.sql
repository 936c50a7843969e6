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

-- Locks a case of the own caseload and says whether its identity is still at this version.
CREATE OR REPLACE FUNCTION casework.change_identity_at(case_id uuid, expected_version integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    current integer;
BEGIN
    SELECT c.ident_version INTO current
    FROM casework.case_file c
    WHERE c.id = change_identity_at.case_id AND c.counsellor_id = me.account AND c.unit_id = me.org
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected_version IS DISTINCT FROM current THEN
        PERFORM sec.refuse('JA005');
    END IF;
END $$;
