-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Cases: taking one in, changing who the person is.

-- idem_key and idem_digest: 32-byte hashes. The same key and content gives the same case again.
CREATE OR REPLACE FUNCTION casework.open_case(idem_key bytea, idem_digest bytea)
RETURNS TABLE (case_id uuid, replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
    before record;
BEGIN
    IF me.account IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
    IF me.role <> 'counsellor' OR NOT EXISTS (
        SELECT FROM sec.organisation o WHERE o.id = me.org AND o.kind = 'unit') THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF idem_key IS NULL OR octet_length(idem_key) <> 32 OR idem_digest IS NULL OR octet_length(idem_digest) <> 32 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    case_id := gen_random_uuid();
    replayed := false;
    -- The second of two at once waits here for the first, then finds its row.
    INSERT INTO sec.idempotency (account, key, operation, digest, result)
    VALUES (me.account, idem_key, 'case.create', idem_digest, case_id)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        INSERT INTO casework.case_file (id, unit_id, counsellor_id) VALUES (case_id, me.org, me.account);
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT i.operation, i.digest, i.result INTO before
    FROM sec.idempotency i WHERE i.account = me.account AND i.key = idem_key;
    IF before.operation IS DISTINCT FROM 'case.create' OR before.digest IS DISTINCT FROM idem_digest THEN
        PERFORM sec.refuse('JA006');
    END IF;
    case_id := before.result;
    replayed := true;
    RETURN NEXT;
END $$;

-- Locks a case of the own caseload and says whether its identity is still at this version.
CREATE OR REPLACE FUNCTION casework.change_identity_at(case_id uuid, expected_version integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
    current integer;
BEGIN
    IF me.account IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
    IF me.role <> 'counsellor' THEN
        PERFORM sec.refuse('JA004');
    END IF;
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
