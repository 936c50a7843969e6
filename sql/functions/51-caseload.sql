-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Whose caseload a case is in.

-- A counsellor who can take cases: of the unit of who hands them over, and both hold its secret. JA007.
CREATE OR REPLACE FUNCTION casework.need_counsellor(me sec.who, account uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM sec.account a
    WHERE a.id = need_counsellor.account AND a.org = sec.my_unit() AND a.role = 'counsellor' AND a.state = 'active'
      AND sec.holds(a.id, a.org)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- Hands a case to a colleague.
CREATE OR REPLACE FUNCTION casework.reassign(case_id uuid, counsellor uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director');
BEGIN
    PERFORM casework.need_counsellor(me, counsellor);
    PERFORM casework.lock_case(me, reassign.case_id);
    UPDATE casework.case_file c SET counsellor_id = reassign.counsellor
    WHERE c.id = reassign.case_id AND c.counsellor_id <> reassign.counsellor;
END $$;

-- Hands all open cases of one counsellor, who may have left, to another; how many.
CREATE OR REPLACE FUNCTION casework.reassign_all(leaver uuid, counsellor uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director');
    unit uuid := sec.my_unit();
    moved integer;
BEGIN
    PERFORM casework.need_counsellor(me, counsellor);
    IF unit IS NULL OR NOT EXISTS (
        SELECT FROM sec.account a WHERE a.id = leaver AND a.org = unit AND a.role = 'counsellor') THEN
        PERFORM sec.refuse('JA007');
    END IF;
    UPDATE casework.case_file c SET counsellor_id = reassign_all.counsellor
    WHERE c.counsellor_id = reassign_all.leaver AND c.unit_id = unit AND c.state = 'open'
      AND reassign_all.leaver <> reassign_all.counsellor;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;

-- How much each counsellor of the own unit follows (C-11), for who hands cases out: open cases, those of them that wait
-- for a place (C-14), those of which somebody works or is to begin. Nobody else is told a number.
CREATE OR REPLACE FUNCTION casework.workload()
RETURNS TABLE (counsellor_id uuid, cases integer, waiting integer, placed integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
    unit uuid := CASE me.role WHEN 'director' THEN sec.my_unit() END;
BEGIN
    RETURN QUERY
        SELECT a.id, count(c.id)::integer,
               (count(*) FILTER (WHERE EXISTS (
                   SELECT FROM casework.measure m WHERE m.case_id = c.id AND casework.is_waiting(m))))::integer,
               (count(*) FILTER (WHERE EXISTS (
                   SELECT FROM casework.placement p WHERE p.case_id = c.id AND p.state = 'signed')))::integer
        FROM sec.account a
        LEFT JOIN casework.case_file c ON c.counsellor_id = a.id AND c.unit_id = unit AND c.state = 'open'
        WHERE a.org = unit AND a.role = 'counsellor'
        GROUP BY a.id;
END $$;
