-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The log as its readers see it, and how the copy of it is made. Reading the log is an entry: each function for readers
-- notes itself first, so an auditor finds her own searches too.

-- --- the copy ---

-- The next entries of the log, as the sealer gave them, behind those that are there; how many there are then. Entry i
-- is found by the keys behind upto[i - 1] (the first from 0) to upto[i]. JA005 for a gap or a repetition. The format of
-- an entry is that of src/audit/line.h: whoever calls has parsed it, and has the keys from there (src/worker/entry.h).
-- Nothing waits for the disk: entries and cursor are lost or kept together, and what is lost is copied again.
CREATE OR REPLACE FUNCTION sec.log_copy(first bigint, entries bytea[], keys bigint[], upto bigint[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    done bigint;
BEGIN
    IF first IS NULL OR entries IS NULL OR cardinality(entries) NOT BETWEEN 1 AND 1000
        OR array_ndims(entries) <> 1 OR array_position(entries, NULL) IS NOT NULL
        OR keys IS NULL OR upto IS NULL OR array_position(keys, NULL) IS NOT NULL
        OR cardinality(upto) <> cardinality(entries) OR array_position(upto, NULL) IS NOT NULL
        OR upto[cardinality(upto)] IS DISTINCT FROM cardinality(keys) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    SELECT c.copied INTO done FROM sec.log_cursor c FOR UPDATE;
    IF first <> done THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF EXISTS (SELECT FROM unnest(entries, upto) WITH ORDINALITY AS x (b, u, n)
               WHERE octet_length(x.b) NOT BETWEEN 1 AND 65535
                  OR substr(x.b, 1, 8) <> convert_to('jalon/1' || chr(10), 'UTF8')
                  OR get_byte(x.b, octet_length(x.b) - 1) <> 10
                  OR x.u < coalesce(upto[x.n - 1], 0)) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO sec.log_entry (index, at, action, actor, reason, keys, bytes)
    SELECT done + x.n - 1, split_part(t.line[2], ' ', 2)::timestamptz, split_part(t.line[5], ' ', 2),
           nullif(split_part(t.line[6], ' ', 2), '-')::uuid, nullif(split_part(t.line[8], ' ', 2), '-'),
           keys[coalesce(upto[x.n - 1], 0) + 1 : x.u], x.b
    FROM unnest(entries, upto) WITH ORDINALITY AS x (b, u, n),
         string_to_array(convert_from(substr(x.b, 1, 512), 'UTF8'), chr(10)) AS t (line); -- ten lines at their longest
    UPDATE sec.log_cursor SET copied = done + cardinality(entries) RETURNING copied INTO done;
    RETURN done;
END $$;

CREATE OR REPLACE FUNCTION sec.log_copied() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT c.copied FROM sec.log_cursor c);
END $$;

-- The copy is made anew from the log that is there now.
CREATE OR REPLACE FUNCTION sec.log_forget_copy() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    TRUNCATE sec.log_entry;
    UPDATE sec.log_cursor SET copied = 0;
END $$;

-- A key that an entry is found by, in the first 16384 entries; in another stretch of as many its number is added, from
-- bit 44 on. So entries that come together lie together, and whatever is asked for, a page of it is found stretch by
-- stretch from the newest on, reading no more than one stretch too many. class 0: kind of an object, 1: its id, 2: its
-- case where that is another one. 42 bits of the id, so that two may share a key: keys find, the text decides.
CREATE OR REPLACE FUNCTION sec.log_key(class integer, id bytea) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (class::bigint << 42) | (('x' || encode(substr(id, 1, 6), 'hex'))::bit(48)::bigint >> 6);
END $$;

-- --- its readers ---

-- The objects of an entry.
CREATE OR REPLACE FUNCTION sec.log_objects(bytes bytea)
RETURNS TABLE (n bigint, kind text, id uuid, version bigint, compartment text, case_id uuid, link text)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT o.n, split_part(o.line, ' ', 2), nullif(split_part(o.line, ' ', 3), '-')::uuid,
               nullif(split_part(o.line, ' ', 4), '-')::bigint, nullif(split_part(o.line, ' ', 5), '-'),
               nullif(split_part(o.line, ' ', 6), '-')::uuid, nullif(split_part(o.line, ' ', 7), '-')
        FROM string_to_array(convert_from(log_objects.bytes, 'UTF8'), chr(10)) AS t (line),
             unnest(t.line[11:cardinality(t.line) - 1]) WITH ORDINALITY AS o (line, n);
END $$;

-- Has this entry an object of which all holds that is not null?
CREATE OR REPLACE FUNCTION sec.log_is_about(entry bigint, object_kind text, object_id uuid, case_id uuid)
RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    RETURN EXISTS (SELECT FROM sec.log_entry e, sec.log_objects(e.bytes) AS o
                   WHERE e.index = entry AND (object_kind IS NULL OR o.kind = object_kind)
                     AND (object_id IS NULL OR o.id = object_id) AND (case_id IS NULL OR o.case_id = case_id));
END $$;

-- One row for each object of each of these entries, newest first; an entry without an object has one row. only_case:
-- objects of other cases are left out.
CREATE OR REPLACE FUNCTION sec.log_rows(indexes bigint[], only_case uuid)
RETURNS TABLE (index bigint, at timestamptz, actor uuid, role text, org uuid, action text, reason text,
               reason_default boolean, outcome text, leaf bytea, kind text, id uuid, version bigint, compartment text,
               case_id uuid, link text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT e.index, e.at, e.actor, nullif(split_part(t.line[6], ' ', 3), '-'),
               nullif(split_part(t.line[6], ' ', 4), '-')::uuid, e.action, e.reason,
               split_part(t.line[8], ' ', 3) = 'default', split_part(t.line[9], ' ', 2),
               sha256(decode('00', 'hex') || e.bytes), o.kind, o.id, o.version, o.compartment, o.case_id, o.link
        FROM sec.log_entry e
        CROSS JOIN LATERAL string_to_array(convert_from(substr(e.bytes, 1, 512), 'UTF8'), chr(10)) AS t (line)
        LEFT JOIN LATERAL sec.log_objects(e.bytes) AS o ON only_case IS NULL OR o.case_id = only_case
        WHERE e.index = ANY (indexes)
        ORDER BY e.index DESC, o.n;
END $$;

-- May a page be asked for like this? JA009.
CREATE OR REPLACE FUNCTION sec.log_page(before bigint, n integer) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF n IS NULL OR n NOT BETWEEN 1 AND 101 OR before < 0 THEN
        PERFORM sec.refuse('JA009');
    END IF;
END $$;

-- The index of the first entry sealed at this instant or later; how many there are when none is. Time goes with the
-- index.
CREATE OR REPLACE FUNCTION sec.log_index_at(instant timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    low bigint := 0;
    high bigint := sec.log_copied();
    middle bigint;
BEGIN
    WHILE low < high LOOP
        middle := (low + high) / 2;
        IF (SELECT e.at FROM sec.log_entry e WHERE e.index >= middle ORDER BY e.index LIMIT 1) < instant THEN
            low := middle + 1;
        ELSE
            high := middle;
        END IF;
    END LOOP;
    RETURN low;
END $$;

-- The entries from low to below high that have one of these keys and for which all the rest holds, newest first, as
-- many as asked: stretch by stretch. Only the keys are asked of the index, whatever the planner thinks of the rest. It
-- takes each stretch for a hundredth of the whole log, but one is read before a second process has begun.
CREATE OR REPLACE FUNCTION sec.log_walk(keys bigint[], low bigint, high bigint, actor uuid, object_kind text,
                                        object_id uuid, case_id uuid, action text, reason text, n integer)
RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
#variable_conflict use_variable
DECLARE
    found bigint[] := '{}';
    here bigint[];
BEGIN
    FOR stretch IN REVERSE (high - 1) >> 14 .. low >> 14 LOOP
        here := ARRAY(SELECT (stretch::bigint << 44) | k FROM unnest(keys) AS k);
        found := found || ARRAY(
            SELECT c.index
            FROM (SELECT e.index, e.actor, e.action, e.reason FROM sec.log_entry e
                  WHERE e.keys && here ORDER BY e.index DESC OFFSET 0) AS c
            WHERE c.index >= low AND c.index < high AND (actor IS NULL OR c.actor = actor)
              AND (action IS NULL OR c.action = action) AND (reason IS NULL OR c.reason = reason)
              AND sec.log_is_about(c.index, object_kind, object_id, case_id)
            LIMIT n - cardinality(found));
        EXIT WHEN cardinality(found) >= n;
    END LOOP;
    RETURN found;
END $$;

-- The entries that all of what is not null holds for, before the index given, as many as asked. Where an object is
-- named its entries are walked, else those of the actor, action or reason, else all. A plan for each call: which of
-- them are null decides everything.
CREATE OR REPLACE FUNCTION sec.log_find(actor uuid, object_kind text, object_id uuid, case_id uuid, action text,
                                        reason text, since timestamptz, until timestamptz, before bigint, n integer)
RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_variable
DECLARE
    low bigint := CASE WHEN since IS NULL THEN 0 ELSE sec.log_index_at(since) END;
    high bigint := least(before, CASE WHEN until IS NULL THEN sec.log_copied() ELSE sec.log_index_at(until) END);
    of_kind bigint := sec.log_key(0, sha256(decode('00', 'hex') || convert_to(object_kind, 'UTF8')));
BEGIN
    IF object_id IS NOT NULL OR case_id IS NOT NULL
        OR object_kind IS NOT NULL AND actor IS NULL AND action IS NULL AND reason IS NULL THEN
        PERFORM gin_clean_pending_list('sec.log_entry_keys');
        RETURN sec.log_walk(CASE WHEN object_id IS NOT NULL THEN ARRAY[sec.log_key(1, uuid_send(object_id))]
                                 WHEN case_id IS NOT NULL THEN ARRAY[sec.log_key(1, uuid_send(case_id)),
                                                                     sec.log_key(2, uuid_send(case_id))]
                                 ELSE ARRAY[of_kind] END,
                            low, high, actor, object_kind, object_id, case_id, action, reason, n);
    END IF;
    RETURN ARRAY(
        SELECT c.index
        FROM (SELECT e.index, e.keys FROM sec.log_entry e
              WHERE e.index >= low AND e.index < high AND (actor IS NULL OR e.actor = actor)
                AND (action IS NULL OR e.action = action) AND (reason IS NULL OR e.reason = reason)
              ORDER BY e.index DESC OFFSET 0) AS c -- in order first, so that texts are looked at until there are enough
        WHERE object_kind IS NULL
           OR (c.index >> 14 << 44 | of_kind) = ANY (c.keys) AND sec.log_is_about(c.index, object_kind, NULL, NULL)
        LIMIT n);
END $$;

-- A reason of the closed list. JA008: none; JA009: of no list.
CREATE OR REPLACE FUNCTION sec.need_reason(given text) RETURNS sec.reason
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(given, '') = '' THEN
        PERFORM sec.refuse('JA008');
    ELSIF given <> ALL (enum_range(NULL::sec.reason)::text[]) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    RETURN given::sec.reason;
END $$;

-- For an auditor: everything that the log says, which is references and never content. The note names whom or what
-- was searched for: a case before an object, an object before an actor; and why, which is never taken as known. JA008.
CREATE OR REPLACE FUNCTION sec.log_search(actor uuid, object_kind text, object_id uuid, case_id uuid, action text,
                                          reason text, since timestamptz, until timestamptz, before bigint, n integer,
                                          given text)
RETURNS TABLE (index bigint, at timestamptz, actor_id uuid, role text, org uuid, what text, why text,
               reason_default boolean, outcome text, leaf bytea, kind text, id uuid, version bigint, compartment text,
               object_case uuid, link text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be('auditor');
BEGIN
    PERFORM sec.log_page(before, n);
    PERFORM sec.note(me, 'log.search', CASE WHEN case_id IS NOT NULL THEN 'casework.case_file'
                                            WHEN object_id IS NOT NULL THEN 'sec.log_object'
                                            WHEN actor IS NOT NULL THEN 'sec.account' ELSE 'sec.log_entry' END,
                     coalesce(case_id, object_id, actor), NULL, NULL, case_id, sec.need_reason(given), NULL);
    RETURN QUERY SELECT * FROM sec.log_rows(
        sec.log_find(actor, object_kind, object_id, case_id, action, reason, since, until, before, n), NULL);
END $$;

-- For everybody: one's own acts.
CREATE OR REPLACE FUNCTION sec.log_mine(before bigint, n integer)
RETURNS TABLE (index bigint, at timestamptz, actor uuid, role text, org uuid, action text, reason text,
               reason_default boolean, outcome text, leaf bytea, kind text, id uuid, version bigint, compartment text,
               case_id uuid, link text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be();
BEGIN
    PERFORM sec.log_page(before, n);
    PERFORM sec.note(me, 'log.mine', 'sec.account', me.account, NULL, NULL, NULL, NULL, NULL);
    RETURN QUERY SELECT * FROM sec.log_rows(
        sec.log_find(me.account, NULL, NULL, NULL, NULL, NULL, NULL, NULL, before, n), NULL);
END $$;

-- For the counsellor whose case it is and for a director of its unit: who opened it, who wrote it. A page that somebody
-- opened may hold other cases: they stay unsaid.
CREATE OR REPLACE FUNCTION sec.log_case(about uuid, before bigint, n integer)
RETURNS TABLE (index bigint, at timestamptz, actor uuid, role text, org uuid, action text, reason text,
               reason_default boolean, outcome text, leaf bytea, kind text, id uuid, version bigint, compartment text,
               case_id uuid, link text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
BEGIN
    PERFORM sec.log_page(before, n);
    IF NOT EXISTS (SELECT FROM casework.case_file c
                   WHERE c.id = about AND c.unit_id = sec.my_unit()
                     AND (me.role = 'director' OR c.counsellor_id = me.account)) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM sec.note(me, 'log.case', 'casework.case_file', about, NULL, NULL, about, NULL, NULL);
    RETURN QUERY SELECT * FROM sec.log_rows(
        sec.log_find(NULL, NULL, NULL, about, NULL, NULL, NULL, NULL, before, n), about);
END $$;

-- For an auditor: entries as they were sealed, from this index on, below the size given, as many as asked but at most
-- 4 MiB of them. They prove nothing without the sealer's word for each.
CREATE OR REPLACE FUNCTION sec.log_bundle(first bigint, below bigint, n integer, given text)
RETURNS TABLE (index bigint, bytes bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('auditor');
BEGIN
    IF first IS NULL OR below IS NULL OR first < 0 OR n IS NULL OR n NOT BETWEEN 1 AND 256 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM sec.note(me, 'log.bundle', 'sec.log_entry', NULL, NULL, NULL, NULL, sec.need_reason(given), NULL);
    RETURN QUERY
        SELECT x.index, x.bytes
        FROM (SELECT e.index, e.bytes, sum(octet_length(e.bytes)) OVER (ORDER BY e.index) AS total
              FROM (SELECT y.index, y.bytes FROM sec.log_entry y
                    WHERE y.index >= log_bundle.first AND y.index < log_bundle.below
                    ORDER BY y.index LIMIT log_bundle.n) AS e) AS x
        WHERE x.total <= 4194304
        ORDER BY x.index;
END $$;
