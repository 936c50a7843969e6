-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A colleague gives a person whose pair is new the secret of their organisation, once, under a permit of the vault; a
-- manager who holds her host's gives it to its people without one; and how many people of each organisation could do so.

-- Whom the caller could give her organisation's secret now; an administrator sees them all and can give none.
CREATE OR REPLACE FUNCTION sec.permits()
RETURNS TABLE (account uuid, login text, name text, org uuid, made_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
BEGIN
    IF me.role <> 'administrator' AND NOT sec.holds(me.account, me.org) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    RETURN QUERY
        SELECT a.id, a.login, a.name, p.org, p.made_at
        FROM sec.permit p JOIN sec.account a ON a.id = p.account
        WHERE p.spent_at IS NULL AND p.generation = sec.generation(1, a.id)
          AND (me.role = 'administrator' OR p.org = me.org)
        UNION ALL
        SELECT a.id, a.login, a.name, a.org, a.created_at
        FROM sec.account a
        WHERE me.role = 'host_manager' AND a.org = me.org AND sec.may_hold(a)
          AND NOT EXISTS (SELECT FROM sec.permit p WHERE p.account = a.id AND p.org = a.org AND p.spent_at IS NULL
                                                     AND p.generation = sec.generation(1, a.id))
        ORDER BY 5, 1;
END $$;

-- Somebody of a host who is here and has not its secret: a second manager, whom an administrator invited.
CREATE OR REPLACE FUNCTION sec.may_hold(a sec.account) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN a.state = 'active' AND a.role IN ('host_manager', 'tutor') AND sec.owner_kind(a.org) = 3
        AND NOT sec.holds(a.id, a.org);
END $$;

-- The permit after its row was locked, for a member who holds the secret; one without bytes where a manager needs none.
-- JA004, JA007: none, or spent.
CREATE OR REPLACE FUNCTION sec.to_reseal(me sec.who, account uuid, org uuid) RETURNS sec.permit
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p sec.permit;
BEGIN
    IF me.org IS DISTINCT FROM to_reseal.org OR to_reseal.account = me.account OR NOT sec.holds(me.account, me.org)
        OR me.account = (SELECT r.decided_by FROM sec.request r
                         WHERE r.account = to_reseal.account AND r.kind = 'reset' AND r.state = 'done'
                         ORDER BY r.decided_at DESC LIMIT 1) THEN -- who was shown the code
        PERFORM sec.refuse('JA004');
    END IF;
    PERFORM sec.lock_people(me, to_reseal.account);
    SELECT x.* INTO p FROM sec.permit x
    WHERE x.account = to_reseal.account AND x.org = to_reseal.org AND x.spent_at IS NULL
      AND x.generation = sec.generation(1, to_reseal.account)
    FOR NO KEY UPDATE;
    IF NOT FOUND AND me.role = 'host_manager' AND EXISTS (
        SELECT FROM sec.account a WHERE a.id = to_reseal.account AND a.org = me.org AND sec.may_hold(a)) THEN
        p.account := to_reseal.account;
        p.org := me.org;
        p.generation := sec.generation(1, to_reseal.account);
        p.body := ''::bytea;
    ELSIF p.account IS NULL THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN p;
END $$;

CREATE OR REPLACE FUNCTION sec.reseal_ticket(account uuid, org uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    p sec.permit;
    hers bytea;
BEGIN
    p := sec.to_reseal(me, reseal_ticket.account, reseal_ticket.org);
    hers := sec.certificate_of(p.account);
    RETURN sec.act_material(me, sec.act_item(3, 0, '00000000-0000-0000-0000-000000000000', p.account, p.generation,
                                             p.org, 0))
        || substr(int4send(octet_length(hers)), 4) || hers || substr(int4send(octet_length(p.body)), 4) || p.body;
END $$;

CREATE OR REPLACE FUNCTION sec.reseal_store(account uuid, org uuid, box bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    p sec.permit;
BEGIN
    p := sec.to_reseal(me, reseal_store.account, reseal_store.org);
    PERFORM sec.keep_box(p.account, p.org, reseal_store.box);
    UPDATE sec.permit x SET spent_by = me.account, spent_at = clock_timestamp()
    WHERE x.account = p.account AND x.org = p.org AND x.generation = p.generation;
END $$;

-- Every organisation for an administrator, her own for a director. holders: active and with the secret of today.
-- alarm: a key that fewer than two hold, or a unit in which no two officers are left to decide.
CREATE OR REPLACE FUNCTION sec.units()
RETURNS TABLE (id uuid, name text, kind text, members integer, holders integer, officers integer, alarm boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('administrator', 'director');
BEGIN
    RETURN QUERY
        SELECT o.id, o.name, o.kind::text, n.members, n.holders, n.officers,
               o.kind <> 'service' AND n.holders < 2 OR o.kind = 'unit' AND n.officers < 2
        FROM sec.organisation o
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS members,
                   (count(*) FILTER (WHERE a.state = 'active' AND sec.holds(a.id, o.id)))::integer AS holders,
                   (count(*) FILTER (WHERE sec.is_officer(a.id)))::integer AS officers
            FROM sec.account a WHERE a.org = o.id AND a.state <> 'disabled') AS n
        WHERE me.role = 'administrator' OR o.id = me.org
        ORDER BY o.name, o.id;
END $$;

-- The people of an organisation and what each holds, for whoever sees it in units(). awaiting: a colleague may give
-- her the secret now. JA007.
CREATE OR REPLACE FUNCTION sec.members(org uuid)
RETURNS TABLE (id uuid, login text, name text, role text, state text, holder boolean, officer boolean, awaiting boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('administrator', 'director');
BEGIN
    IF sec.owner_kind(members.org) IS NULL OR me.role <> 'administrator' AND members.org <> me.org THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN QUERY
        SELECT a.id, a.login, a.name, a.role::text, a.state::text,
               a.state = 'active' AND sec.holds(a.id, a.org), sec.is_officer(a.id),
               EXISTS (SELECT FROM sec.permit p
                       WHERE p.account = a.id AND p.org = a.org AND p.spent_at IS NULL
                         AND p.generation = sec.generation(1, a.id))
        FROM sec.account a
        WHERE a.org = members.org
        ORDER BY a.login;
END $$;
