-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Finding the same person again, by the keyed hash that the vault makes when an identity is sealed.

-- Keeps, changes or forgets the hash of a case. No entry of its own: the sealed identity that it comes with has one.
CREATE OR REPLACE FUNCTION sec.keep_person(case_id uuid, hash bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF octet_length(keep_person.hash) > 0 THEN
        INSERT INTO sec.person_index AS p (case_id, hash) VALUES (keep_person.case_id, keep_person.hash)
        ON CONFLICT ON CONSTRAINT person_index_pkey DO UPDATE SET hash = excluded.hash;
    ELSE
        DELETE FROM sec.person_index p WHERE p.case_id = keep_person.case_id;
    END IF;
END $$;

-- Other cases of the person of a case that the caller follows or directs: by id inside her scope, else only by unit,
-- each unit once. That she asked is an entry.
CREATE OR REPLACE FUNCTION casework.same_person(case_id uuid)
RETURNS TABLE (other_case uuid, unit_id uuid, unit_name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    version integer;
BEGIN
    SELECT c.ident_version INTO version
    FROM casework.case_file c
    WHERE c.id = same_person.case_id AND c.unit_id = unit
      AND (me.role = 'director' OR c.counsellor_id = me.account);
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM sec.note(me, 'case.same_person', 'casework.case_file', same_person.case_id, version, NULL,
                     same_person.case_id, NULL, NULL);
    RETURN QUERY
        SELECT DISTINCT CASE WHEN c.unit_id = unit AND (me.role = 'director' OR c.counsellor_id = me.account)
                             THEN c.id END AS other, o.id, o.name
        FROM sec.person_index p
        JOIN sec.person_index q ON q.hash = p.hash AND q.case_id <> p.case_id
        JOIN casework.case_file c ON c.id = q.case_id
        JOIN sec.organisation o ON o.id = c.unit_id
        WHERE p.case_id = same_person.case_id
        ORDER BY other NULLS LAST, o.name, o.id;
END $$;
