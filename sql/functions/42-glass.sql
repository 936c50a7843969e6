-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Who holds the key of her unit or host, and break-glass: a case of that unit outside of the caseload, to read for a few hours.

-- The unit of the bound session, when it is one and she holds its secret of today under her pair of today; else null.
-- An account that somebody merely entered sees nothing by it. In policies as (SELECT sec.my_unit()): once a statement.
CREATE OR REPLACE FUNCTION sec.my_unit() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
BEGIN
    RETURN CASE WHEN sec.holds(me.account, me.org, 2) THEN me.org END;
END $$;

-- Whose caseload the bound session reads: the account's own, when it is a counsellor's. In policies like the above.
CREATE OR REPLACE FUNCTION sec.my_caseload() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
BEGIN
    RETURN CASE me.role WHEN 'counsellor' THEN me.account END;
END $$;

-- Like my_unit, of a host.
CREATE OR REPLACE FUNCTION sec.my_host() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
BEGIN
    RETURN CASE WHEN sec.holds(me.account, me.org, 3) THEN me.org END;
END $$;

-- Cases of that unit for which the bound account has an open break-glass; null when there is none, which costs a scan
-- nothing. In policies like the above.
CREATE OR REPLACE FUNCTION sec.my_glass() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
    cases uuid[];
BEGIN
    SELECT array_agg(g.case_id) INTO cases
    FROM sec.glass g WHERE g.account = me.account AND g.until > now() AND sec.is_open(g);
    IF cases IS NOT NULL THEN
        SELECT array_agg(c.id) INTO cases
        FROM casework.case_file c WHERE c.id = ANY (cases) AND c.unit_id = sec.my_unit();
    END IF;
    RETURN cases;
END $$;

CREATE OR REPLACE FUNCTION sec.is_open(g sec.glass) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN g.text_version = 1 AND g.ended_at IS NULL AND g.until > clock_timestamp();
END $$;

-- The case, locked, if it is of the unit whose secret the caller holds and of somebody else's caseload; and how long
-- her role may read it. JA004, JA007.
CREATE OR REPLACE FUNCTION sec.to_glass(me sec.who, case_id uuid, OUT unit_id uuid, OUT lasts interval)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    SELECT l.glass INTO lasts FROM sec.session_limit l WHERE l.role = me.role;
    IF lasts IS NULL THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT c.unit_id INTO unit_id
    FROM casework.case_file c
    WHERE c.id = case_id AND c.unit_id = sec.my_unit() AND c.counsellor_id <> me.account
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- What the vault needs to ask for a fresh code: the ticket names her, the case and the version of her sign-in record,
-- which follows. No code is asked for a case that she could not have.
CREATE OR REPLACE FUNCTION sec.glass_material(case_id uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    a record;
BEGIN
    PERFORM sec.to_glass(me, case_id);
    SELECT x.record, x.auth_version INTO a FROM sec.account x WHERE x.id = me.account;
    RETURN sec.act_material(me, sec.act_item(4, 0, case_id, me.account, sec.generation(1, me.account), me.org,
                                             a.auth_version))
        || substr(int4send(octet_length(a.record)), 3) || a.record;
END $$;

-- The vault's grant says that this account, in this session, showed a fresh code for this very case, checked over the
-- record that the account has. The row gives nothing before her own words are sealed beside it.
CREATE OR REPLACE FUNCTION sec.break_glass(grant_ bytea, case_id uuid, reason text, OUT id uuid, OUT until timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    started timestamptz := clock_timestamp();
    g record;
    c record;
BEGIN
    SELECT * INTO g FROM sec.read_grant(grant_, 3);
    IF break_glass.case_id IS NULL OR break_glass.reason IS NULL
        OR break_glass.reason <> ALL (enum_range(NULL::sec.reason)::text[]) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    -- The row lock makes one winner of two grants for the same step.
    UPDATE sec.account x SET last_totp_step = g.step
    WHERE x.id = me.account AND x.id = g.account AND g.id_hash = sec.session_hash() AND x.state = 'active'
      AND x.auth_version = g.auth_version AND x.last_totp_step < g.step
      AND sha256(uuid_send(break_glass.case_id) || x.record) = g.record_hash;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA003');
    END IF;
    SELECT * INTO c FROM sec.to_glass(me, break_glass.case_id);
    INSERT INTO sec.glass AS n (account, case_id, unit_id, reason, at, until)
    VALUES (me.account, break_glass.case_id, c.unit_id, break_glass.reason::sec.reason, started, started + c.lasts)
    RETURNING n.id, n.until INTO break_glass.id, break_glass.until;
END $$;

-- Case of an own break-glass whose words are not sealed yet; else null. For sec.target.
CREATE OR REPLACE FUNCTION sec.untold(me sec.who, glass uuid) RETURNS uuid
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT g.case_id FROM sec.glass g
            WHERE g.id = untold.glass AND g.account = me.account AND g.text_version = 0 AND g.until > clock_timestamp());
END $$;

-- Ends what is open for this case before its time. JA007 when nothing is.
CREATE OR REPLACE FUNCTION sec.glass_end(case_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    UPDATE sec.glass g SET ended_at = clock_timestamp()
    WHERE g.account = me.account AND g.case_id = glass_end.case_id AND sec.is_open(g);
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- The caller's own open ones.
CREATE OR REPLACE FUNCTION sec.glass_own()
RETURNS TABLE (id uuid, case_id uuid, reason text, at timestamptz, until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
BEGIN
    RETURN QUERY
        SELECT g.id, g.case_id, g.reason::text, g.at, g.until
        FROM sec.glass g WHERE g.account = me.account AND g.until > now() AND sec.is_open(g)
        ORDER BY g.at DESC, g.id DESC;
END $$;

-- All of a unit, newest first, for a director who holds its secret. before_at and before: a row of the page above.
CREATE OR REPLACE FUNCTION sec.glass_of(unit uuid, before_at timestamptz, before uuid)
RETURNS TABLE (id uuid, account uuid, login text, name text, case_id uuid, reason text, at timestamptz,
               until timestamptz, ended_at timestamptz, told boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('director');
BEGIN
    IF glass_of.unit IS DISTINCT FROM sec.my_unit() OR glass_of.unit IS NULL THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN QUERY
        SELECT g.id, a.id, a.login, a.name, g.case_id, g.reason::text, g.at, g.until, g.ended_at, g.text_version = 1
        FROM sec.glass g JOIN sec.account a ON a.id = g.account
        WHERE g.unit_id = glass_of.unit
          AND (glass_of.before_at IS NULL OR (g.at, g.id) < (glass_of.before_at, glass_of.before))
        ORDER BY g.at DESC, g.id DESC;
END $$;
