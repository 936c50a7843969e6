-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Tickets: what SQL tells the vault that this session may open or seal now. Layouts: src/wire/vault_msg.h.

-- A ticket around its items, with the MAC of the newest ticket key.
CREATE OR REPLACE FUNCTION sec.ticket(kind integer, hash bytea, until timestamptz, me sec.who, reason text,
                                      reason_was_default boolean, n integer, items bytea) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k record;
    role_text bytea := convert_to(me.role::text, 'UTF8');
    reason_text bytea := convert_to(reason, 'UTF8');
    body bytea;
BEGIN
    SELECT m.key_id, m.ipad, m.opad INTO STRICT k
    FROM sec.mac_key m WHERE m.purpose = 'ticket' ORDER BY m.key_id DESC LIMIT 1;
    body := convert_to('JTK1', 'UTF8') || substr(int4send(k.key_id), 3) || substr(int4send(kind), 4)
        || int8send((extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
        || hash || int8send((extract(epoch FROM until) * 1000000)::bigint) || uuid_send(me.account)
        || substr(int4send(octet_length(role_text)), 4) || role_text || uuid_send(me.org)
        || substr(int4send(octet_length(reason_text)), 4) || reason_text
        || substr(int4send(reason_was_default::integer), 4)
        || substr(int4send(n), 3) || items;
    RETURN body || sha256(k.opad || sha256(k.ipad || body));
END $$;

-- A record as an item of a ticket. link: how she comes to it; the key, by its owner and generations. Inlined.
CREATE OR REPLACE FUNCTION sec.ticket_item(tab integer, row_id uuid, version integer, case_id uuid, compartment integer,
                                           link integer, owner_kind integer, owner uuid, owner_generation integer,
                                           generation integer) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN substr(int4send(tab), 3) || uuid_send(row_id) || int4send(version) || uuid_send(case_id)
        || substr(int4send(65536 * compartment + 256 * link + owner_kind), 2) || uuid_send(owner)
        || int8send((owner_generation::bigint << 32) + generation);

-- What goes with it in the bundle: its key, wrapped, and the envelope. Inlined.
CREATE OR REPLACE FUNCTION sec.ticket_body(wrap bytea, envelope bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN substr(int4send(octet_length(wrap)), 3) || wrap || int4send(octet_length(envelope)) || envelope;

-- What a call to the vault begins with: lv16 ticket, lv16 key blob of the bound session. JA001 for a session that has
-- none: signed in, but what the vault made of her keys was never kept, so that nothing could be done with it.
CREATE OR REPLACE FUNCTION sec.ticket_material(kind integer, me sec.who, reason text, defaulted boolean, n integer,
                                               items bytea) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    s record;
    ticket bytea;
BEGIN
    SELECT x.hash, x.abs_until, x.keys INTO s FROM sec.session x WHERE x.hash = sec.session_hash();
    IF s.keys IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
    ticket := sec.ticket(kind, s.hash, s.abs_until, me, reason, defaulted, n, items);
    RETURN substr(int4send(octet_length(ticket)), 3) || ticket || substr(int4send(octet_length(s.keys)), 3) || s.keys;
END $$;

-- The same to open n items, of 65 bytes each, and their bodies, for the reason that she gives: none is asked for what is
-- of the caseload alone. JA009; JA007 when one is missing; JA008.
CREATE OR REPLACE FUNCTION sec.bundle_of(me sec.who, reason text, caseload boolean, n integer, items bytea, bodies bytea)
RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    defaulted boolean := coalesce(reason, '') = '';
BEGIN
    IF NOT (defaulted OR reason = ANY (enum_range(NULL::sec.reason)::text[])) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF octet_length(items) IS DISTINCT FROM 65 * n THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF defaulted AND caseload IS NOT TRUE THEN
        PERFORM sec.refuse('JA008');
    END IF;
    RETURN sec.ticket_material(1, me, CASE WHEN defaulted THEN 'follow_up' ELSE reason END, defaulted, n, items) || bodies;
END $$;

-- Records of cases as items of a ticket, with wraps and envelopes, for who works in a unit. The link to the row, the
-- only way to see it: 1 own caseload, 2 officer of the unit, 3 break-glass, 5 a case of another unit whose keys were
-- boxed to her, 6 delegation. All of them but 5 ask for the secret of the unit: unit is hers if she holds it, else null.
-- JUSTICE asks for a reason in the own caseload too.
CREATE OR REPLACE FUNCTION sec.case_items(me sec.who, unit uuid, tabs integer[], row_ids uuid[],
                                          compartments integer[],
                                          OUT caseload boolean, OUT items bytea, OUT bodies bytea)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- The last three ways are not asked for before there is a record that none of the others leads to.
    SELECT bool_and(y.link = 1 AND y.compartment <> 2),
           string_agg(sec.ticket_item(y.tab, y.row_id, y.version, y.case_id, y.compartment, y.link, h.kind, h.owner,
                                      h.generation, y.generation), ''::bytea),
           string_agg(sec.ticket_body(h.wrap, y.body), ''::bytea)
    INTO caseload, items, bodies
    FROM (
        SELECT e.tab, e.row_id, e.version, e.case_id, e.compartment, e.body, k.owner_kind, k.owner, k.owner_generation,
               k.generation, k.wrap, CASE
            WHEN me.role = 'counsellor' AND c.counsellor_id = me.account AND c.unit_id = unit THEN 1
            WHEN me.role = 'director' AND c.unit_id = unit THEN 2
            WHEN c.id = ANY ((SELECT sec.my_glass())::uuid[]) THEN
                CASE WHEN c.unit_id = unit THEN 3 WHEN EXISTS (
                    SELECT FROM sec.glass_box b
                    WHERE b.account = me.account AND b.case_id = k.case_id AND b.compartment = k.compartment
                      AND b.key_generation = k.generation) THEN 5 END
            WHEN e.tab = 4 AND c.unit_id = (SELECT sec.my_delegation()) AND EXISTS (
                SELECT FROM casework.placement p WHERE p.id = e.row_id AND p.state = 'accepted') THEN 6
            WHEN e.tab = 1 AND e.compartment = 3 AND c.id = ANY ((SELECT sec.my_signing())::uuid[]) THEN 6
            END AS link
        FROM unnest(tabs, row_ids, compartments) WITH ORDINALITY AS x (tab, row_id, compartment, ord)
        JOIN sec.envelope e ON e.row_id = x.row_id AND e.tab = x.tab AND e.compartment = x.compartment
        JOIN sec.case_key k
            ON k.case_id = e.case_id AND k.compartment = e.compartment AND k.generation = e.key_generation
        JOIN casework.case_file c ON c.id = e.case_id
        ORDER BY x.ord
        OFFSET 0) AS y -- so that the ways are asked for once
    CROSS JOIN LATERAL (
        SELECT y.owner_kind AS kind, y.owner, y.owner_generation AS generation, y.wrap WHERE y.link <> 5
        UNION ALL SELECT 1, me.account, b.generation, b.body FROM sec.glass_box b
        WHERE y.link = 5 AND b.account = me.account AND b.case_id = y.case_id AND b.compartment = y.compartment
          AND b.key_generation = y.generation) AS h
    WHERE y.link IS NOT NULL;
END $$;

-- The same for people of a host: records of placements that they may see today, under the key that was boxed to them.
-- The name comes after the host accepted (design, section 4); of incidents a host reads what its own people told.
-- Link 4: placement. host is hers if she holds its secret, else null.
CREATE OR REPLACE FUNCTION sec.host_items(host uuid, tabs integer[], row_ids uuid[], compartments integer[],
                                          OUT caseload boolean, OUT items bytea, OUT bodies bytea)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT true,
           string_agg(sec.ticket_item(e.tab, e.row_id, e.version, e.case_id, e.compartment, 4, b.owner_kind, b.host_id,
                                      b.host_generation, b.ordinal), ''::bytea ORDER BY x.ord),
           string_agg(sec.ticket_body(b.body, e.body), ''::bytea ORDER BY x.ord)
    INTO caseload, items, bodies
    FROM unnest(tabs, row_ids, compartments) WITH ORDINALITY AS x (tab, row_id, compartment, ord)
    JOIN sec.envelope e ON e.row_id = x.row_id AND e.tab = x.tab AND e.compartment = x.compartment
    JOIN casework.placement p ON p.case_id = e.case_id AND p.ordinal = e.key_generation AND p.host_id = host
    JOIN sec.placement_box b ON b.case_id = p.case_id AND b.ordinal = p.ordinal AND b.host_id = p.host_id
    WHERE e.compartment = 4 AND casework.shows(p) AND (e.tab <> 5 OR p.state IN ('accepted', 'signed', 'ended'))
      AND (e.tab <> 8 OR EXISTS (SELECT FROM casework.incident i WHERE i.id = e.row_id AND i.by_host));
END $$;

-- The envelopes of these records with a ticket to open them, all or none, in the order asked. Planned once, as all that
-- the service is asked all day: PostgreSQL would weigh its plans against the constants of each call and plan anew each
-- time, which costs more than the answer.
CREATE OR REPLACE FUNCTION sec.fetch(tabs integer[], row_ids uuid[], compartments integer[], reason text) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me sec.who := sec.must_be();
    host boolean := me.role IN ('host_manager', 'tutor');
    org uuid := CASE WHEN sec.holds(me.account, me.org, CASE WHEN host THEN 3 ELSE 2 END) THEN me.org END;
    n integer := cardinality(row_ids);
    r record;
BEGIN
    IF tabs IS NULL OR row_ids IS NULL OR compartments IS NULL OR n NOT BETWEEN 1 AND 512
        OR cardinality(tabs) <> n OR cardinality(compartments) <> n THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF host THEN
        r := sec.host_items(org, tabs, row_ids, compartments);
    ELSE
        r := sec.case_items(me, org, tabs, row_ids, compartments);
    END IF;
    RETURN sec.bundle_of(me, reason, r.caseload, n, r.items, r.bodies);
END $$;

-- A page of the own caseload, newest first, of 25 and one that only tells that there are more; in the first row the
-- bundle of the identities. One query brings all of it, so rows and bundle are of one state of the database: this is
-- what the service is asked all day. The conditions are those of the policy own_caseload, so each case is her own
-- (link 1). before: where the last page ended; null: the first page.
CREATE OR REPLACE FUNCTION sec.caseload(before timestamptz, before_id uuid)
RETURNS TABLE (id uuid, unit_id uuid, counsellor_id uuid, state text, minor boolean, ident_version integer,
               opened_at timestamptz, bundle bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
BEGIN
    IF me.role <> 'counsellor' OR NOT sec.holds(me.account, me.org, 2) THEN
        RETURN;
    END IF;
    RETURN QUERY
        WITH page AS MATERIALIZED (
            SELECT c.*, c.n < 26 AND c.ident_version > 0 AS sealed,
                   sec.ticket_item(1, c.id, e.version, c.id, 1, 1, k.owner_kind, k.owner, k.owner_generation,
                                   k.generation) AS item,
                   sec.ticket_body(k.wrap, e.body) AS body
            FROM (SELECT x.id, x.unit_id, x.counsellor_id, x.state, x.minor, x.ident_version, x.opened_at,
                         row_number() OVER (ORDER BY x.opened_at DESC, x.id DESC) AS n
                  FROM casework.case_file x
                  WHERE x.counsellor_id = me.account AND x.unit_id = me.org
                    AND (x.opened_at, x.id) < (coalesce(before, 'infinity'),
                                               coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
                  ORDER BY x.opened_at DESC, x.id DESC LIMIT 26) AS c
            LEFT JOIN sec.envelope e ON e.row_id = c.id AND e.tab = 1 AND e.compartment = 1
            LEFT JOIN sec.case_key k ON k.case_id = c.id AND k.compartment = 1 AND k.generation = e.key_generation
        ), made AS MATERIALIZED (
            SELECT CASE WHEN count(*) > 0 THEN
                       sec.bundle_of(me, '', true, count(*)::integer,
                                     string_agg(p.item, ''::bytea ORDER BY p.n),
                                     string_agg(p.body, ''::bytea ORDER BY p.n)) END AS bundle
            FROM page AS p WHERE p.sealed
        )
        SELECT p.id, p.unit_id, p.counsellor_id, p.state::text, p.minor, p.ident_version, p.opened_at,
               CASE p.n WHEN 1 THEN coalesce(made.bundle, '') ELSE '' END
        FROM page AS p CROSS JOIN made ORDER BY p.n;
END $$;

-- The case that a record to be written belongs to; null when there is no such row. Table 1: the row is the case itself;
-- 16: why a glass was broken, said once: the only record that she adds to a case of somebody else.
CREATE OR REPLACE FUNCTION sec.case_of(me sec.who, tab integer, row_id uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN tab = 1 THEN row_id
                WHEN tab = 2 THEN (SELECT m.case_id FROM casework.measure m WHERE m.id = row_id)
                WHEN tab = 3 THEN (SELECT a.case_id FROM casework.authority_act a WHERE a.id = row_id)
                WHEN tab IN (4, 5, 6) THEN (SELECT p.case_id FROM casework.placement p WHERE p.id = row_id)
                WHEN tab = 7 THEN (SELECT r.case_id FROM casework.hours_report r WHERE r.id = row_id)
                WHEN tab = 8 THEN (SELECT i.case_id FROM casework.incident i WHERE i.id = row_id)
                WHEN tab = 9 THEN (SELECT r.case_id FROM casework.judge_report r WHERE r.id = row_id)
                WHEN tab = 10 THEN (SELECT e.case_id FROM casework.hours_entry e WHERE e.id = row_id)
                WHEN tab = 11 THEN (SELECT l.case_id FROM casework.last_day_change l WHERE l.id = row_id)
                WHEN tab = 16 THEN sec.untold(me, row_id) END;
END $$;

-- The placement whose key seals a record of compartment 4.
CREATE OR REPLACE FUNCTION sec.placement_of(tab integer, row_id uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN tab IN (4, 5, 6) THEN row_id
                WHEN tab = 7 THEN (SELECT r.placement_id FROM casework.hours_report r WHERE r.id = row_id)
                WHEN tab = 8 THEN (SELECT i.placement_id FROM casework.incident i WHERE i.id = row_id) END;
END $$;

-- What else must hold for a record, once its case is locked. JA004, JA016.
CREATE OR REPLACE FUNCTION sec.may_write(me sec.who, tab integer, row_id uuid, compartment integer) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    act record;
    p casework.placement;
BEGIN
    -- The copy of a decision is written by who recorded it, and stays as it is once somebody checked it or it was
    -- dropped. Checking and dropping lock the case first, as the caller did.
    IF tab = 3 THEN
        SELECT a.recorded_by, coalesce(a.checked_at, a.dropped_at) AS closed_at INTO act
        FROM casework.authority_act a WHERE a.id = row_id;
        IF act.recorded_by <> me.account THEN
            PERFORM sec.refuse('JA004');
        END IF;
        IF act.closed_at IS NOT NULL THEN
            PERFORM sec.refuse('JA016');
        END IF;
    ELSIF tab IN (4, 5, 6) THEN
        -- The name goes to a host that accepted; what the host says it says once, with its answer. Locked, because the
        -- clock withdraws a placement without its case.
        SELECT x.* INTO p FROM casework.placement x WHERE x.id = row_id FOR NO KEY UPDATE;
        IF NOT (CASE tab WHEN 5 THEN p.state IN ('accepted', 'signed') ELSE p.state = 'proposed' END) THEN
            PERFORM sec.refuse('JA016');
        END IF;
        IF tab = 6 AND me.role = 'counsellor' AND sec.is_manned(p.host_id) THEN
            PERFORM sec.refuse('JA004');
        END IF;
    ELSE
        -- Words come from who wrote the row; what is noted of an incident from the service; why an entry of the ledger
        -- was made, or a last day moved, from who did it, with it. A report that was settled, a judge's report that went,
        -- what has its reason, words that told an incident, stay as they are.
        IF NOT (CASE tab
            WHEN 7 THEN EXISTS (SELECT FROM casework.hours_report r WHERE r.id = row_id AND r.state = 'reported'
                                AND r.reported_by = me.account)
            WHEN 8 THEN EXISTS (SELECT FROM casework.incident i WHERE i.id = row_id AND i.closed_at IS NULL
                                AND (compartment = 2 OR i.reported_by = me.account AND i.text_version = 0))
            WHEN 9 THEN EXISTS (SELECT FROM casework.judge_report r WHERE r.id = row_id
                                AND num_nonnulls(r.sent_on, r.dropped_at) = 0)
            WHEN 10 THEN EXISTS (SELECT FROM casework.hours_entry e
                                 WHERE e.id = row_id AND e.reasoned AND e.made_by = me.account
                                   AND NOT EXISTS (SELECT FROM sec.envelope x WHERE x.tab = 10 AND x.row_id = e.id))
            WHEN 11 THEN EXISTS (SELECT FROM casework.last_day_change l
                                 WHERE l.id = row_id AND l.made_by = me.account
                                   AND NOT EXISTS (SELECT FROM sec.envelope x WHERE x.tab = 11 AND x.row_id = l.id))
            ELSE true END) THEN
            PERFORM sec.refuse('JA016');
        END IF;
    END IF;
END $$;

-- Checks that me may write this version of this record, locks its case, and says under which key. JA004, JA009,
-- JA007, JA016, JA005.
CREATE OR REPLACE FUNCTION sec.target(me sec.who, tab integer, row_id uuid, compartment integer, version integer,
                                      OUT case_id uuid, OUT owner_kind integer, OUT owner uuid,
                                      OUT owner_generation integer, OUT key_generation integer, OUT wrap bytea)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    host boolean := me.role IN ('host_manager', 'tutor');
    current integer;
    target uuid;
BEGIN
    -- A director writes nothing of a case but the copy of a decision that she recorded, why she settled hours or took an
    -- entry back, what she noted of an incident, and why she gave it to another unit; a host what is its own.
    IF NOT (CASE me.role WHEN 'counsellor' THEN true
                         WHEN 'director' THEN tab IN (3, 8, 10, 16) AND compartment = 2
                         WHEN 'host_manager' THEN tab IN (6, 7, 8) AND compartment = 4
                         WHEN 'tutor' THEN tab IN (7, 8) AND compartment = 4 ELSE false END) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF row_id IS NULL OR version IS NULL OR NOT EXISTS (
        SELECT FROM sec.sealed_table t WHERE t.code = tab AND compartment = ANY (t.compartments)) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    -- Of the own caseload, or of a placement that the host sees. The lock makes one winner of two writers.
    target := sec.case_of(me, tab, row_id);
    SELECT c.id, c.unit_id INTO case_id, owner
    FROM casework.case_file c
    WHERE c.id = target AND (host OR c.unit_id = me.org)
      AND (host OR c.counsellor_id = me.account OR tab = 16 OR me.role = 'director')
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF compartment = 4 THEN -- each placement has its own key
        SELECT p.ordinal INTO key_generation FROM casework.placement p
        WHERE p.id = sec.placement_of(tab, row_id) AND (NOT host OR p.host_id = sec.my_host() AND casework.shows(p));
        IF NOT FOUND THEN
            PERFORM sec.refuse('JA007');
        END IF;
    END IF;
    PERFORM sec.may_write(me, tab, row_id, compartment);
    SELECT e.version INTO current
    FROM sec.envelope e WHERE e.row_id = row_id AND e.tab = tab AND e.compartment = compartment;
    IF version <> coalesce(current, 0) + 1 THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF host THEN
        SELECT b.owner_kind, b.host_id, b.host_generation, b.body INTO owner_kind, owner, owner_generation, wrap
        FROM sec.placement_box b WHERE b.case_id = case_id AND b.ordinal = key_generation;
        IF NOT FOUND THEN -- the unit has not given it the key yet
            PERFORM sec.refuse('JA007');
        END IF;
        RETURN;
    END IF;
    SELECT k.owner_kind, k.owner, k.owner_generation, k.generation, k.wrap
    INTO owner_kind, owner, owner_generation, current, wrap
    FROM sec.case_key k
    WHERE k.case_id = case_id AND k.compartment = compartment AND (compartment <> 4 OR k.generation = key_generation)
    ORDER BY k.generation DESC LIMIT 1;
    IF FOUND AND (compartment = 4 OR owner_generation = sec.generation(owner_kind, owner)) THEN
        key_generation := current;
        RETURN;
    END IF;
    -- The first record of its compartment, or the first since the unit's pair moved on: the vault makes the key, under
    -- the unit's newest secret. A placement keeps its key, which its host has too.
    SELECT 2, c.owner, c.generation, coalesce(key_generation, current + 1, 1), NULL
    INTO owner_kind, owner, owner_generation, key_generation, wrap
    FROM sec.certificate c, casework.case_file f
    WHERE f.id = case_id AND c.kind = 2 AND c.owner = f.unit_id
    ORDER BY c.generation DESC LIMIT 1;
    IF NOT FOUND THEN -- a unit without a key has nothing to seal under
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.seal_ticket(tab integer, row_id uuid, compartment integer, version integer) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    t record;
BEGIN
    SELECT * INTO t FROM sec.target(me, tab, row_id, compartment, version);
    RETURN sec.ticket_material(2, me, '', false, 1,
        sec.ticket_item(tab, row_id, version, t.case_id, compartment,
                        CASE WHEN tab = 16 THEN 3 WHEN t.owner_kind = 3 THEN 4 ELSE 1 END,
                        t.owner_kind, t.owner, t.owner_generation, t.key_generation))
        || substr(int4send(coalesce(octet_length(t.wrap), 0)), 3) || coalesce(t.wrap, ''::bytea) || int4send(0);
END $$;

-- Takes what the vault sealed. wrap: the case key when the vault made it just now, else empty. person: of an identity
-- the hash by which the same person is found, empty when there is none.
CREATE OR REPLACE FUNCTION sec.store(tab integer, row_id uuid, compartment integer, version integer,
                                     envelope bytea, wrap bytea, person bytea DEFAULT ''::bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    t record;
    has_wrap boolean := coalesce(octet_length(store.wrap), 0) > 0;
    has_person boolean := coalesce(octet_length(store.person), 0) > 0;
BEGIN
    IF store.envelope IS NULL OR octet_length(store.envelope) NOT BETWEEN 1 AND 131072
        OR octet_length(store.wrap) > 1024
        OR has_person AND (octet_length(store.person) <> 8 OR (store.tab, store.compartment) <> (1, 1)) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    SELECT * INTO t FROM sec.target(me, store.tab, store.row_id, store.compartment, store.version);
    IF t.wrap IS NULL THEN
        IF NOT has_wrap THEN
            PERFORM sec.refuse('JA009');
        END IF;
        INSERT INTO sec.case_key (case_id, compartment, generation, owner_kind, owner, owner_generation, wrap)
        VALUES (t.case_id, store.compartment, t.key_generation, t.owner_kind, t.owner, t.owner_generation, store.wrap);
    ELSIF has_wrap THEN -- sealed under a key that is not the case's
        PERFORM sec.refuse('JA005');
    END IF;
    IF store.version = 1 THEN
        INSERT INTO sec.envelope (tab, row_id, compartment, version, case_id, key_generation, body)
        VALUES (store.tab, store.row_id, store.compartment, 1, t.case_id, t.key_generation, store.envelope);
    ELSE
        UPDATE sec.envelope e
        SET version = store.version, key_generation = t.key_generation, body = store.envelope, stored_at = now()
        WHERE e.row_id = store.row_id AND e.tab = store.tab AND e.compartment = store.compartment;
    END IF;
    IF store.tab = 1 AND store.compartment = 1 THEN
        UPDATE casework.case_file c SET ident_version = store.version WHERE c.id = store.row_id;
        PERFORM sec.keep_person(store.row_id, store.person);
    ELSIF store.tab = 1 THEN
        UPDATE casework.case_file c SET match_version = store.version WHERE c.id = store.row_id;
    ELSIF store.tab = 2 THEN
        UPDATE casework.measure m SET justice_version = store.version WHERE m.id = store.row_id;
    ELSIF store.tab = 3 THEN
        UPDATE casework.authority_act a SET justice_version = store.version WHERE a.id = store.row_id;
    ELSIF store.tab = 4 AND store.compartment = 2 THEN
        UPDATE casework.placement_decision d SET reason_version = store.version WHERE d.placement_id = store.row_id;
    ELSIF store.tab IN (4, 5, 6) THEN
        UPDATE casework.placement p
        SET offer_version = CASE store.tab WHEN 4 THEN store.version ELSE p.offer_version END,
            contact_version = CASE store.tab WHEN 5 THEN store.version ELSE p.contact_version END,
            answer_version = CASE store.tab WHEN 6 THEN store.version ELSE p.answer_version END
        WHERE p.id = store.row_id;
    ELSIF store.tab = 7 THEN
        UPDATE casework.hours_report r SET text_version = store.version WHERE r.id = store.row_id;
    ELSIF store.tab = 8 THEN
        UPDATE casework.incident i
        SET text_version = CASE store.compartment WHEN 4 THEN store.version ELSE i.text_version END,
            note_version = CASE store.compartment WHEN 2 THEN store.version ELSE i.note_version END
        WHERE i.id = store.row_id;
    ELSIF store.tab = 9 THEN
        UPDATE casework.judge_report r SET text_version = store.version WHERE r.id = store.row_id;
    ELSIF store.tab = 16 THEN
        UPDATE sec.glass g SET text_version = store.version WHERE g.id = store.row_id;
    END IF;
END $$;
