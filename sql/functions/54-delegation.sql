-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Delegations of signature (délégations): a director lets a counsellor of her unit sign assignments, for a time.

-- The delegation of the bound counsellor that runs today, in the unit whose secret she holds; else null.
CREATE OR REPLACE FUNCTION casework.delegated(me sec.who) RETURNS casework.delegation
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    d casework.delegation;
BEGIN
    IF me.role = 'counsellor' THEN
        SELECT x.* INTO d FROM casework.delegation x
        WHERE x.delegate = me.account AND x.unit_id = sec.my_unit() AND x.revoked_at IS NULL
          AND x.days @> offer.today();
    END IF;
    RETURN d;
END $$;

-- Does her delegation let her sign this placement for her director: it waits for a signature, and what is of her own
-- caseload only where it says so?
CREATE OR REPLACE FUNCTION casework.covers(d casework.delegation, c casework.case_file, p casework.placement)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN d.id IS NOT NULL AND p.state = 'accepted' AND c.unit_id = d.unit_id
        AND (c.counsellor_id <> d.delegate OR d.own_cases);
END $$;

CREATE OR REPLACE FUNCTION casework.may_sign(me sec.who, c casework.case_file, p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN casework.covers(casework.delegated(me), c, p);
END $$;

-- Unit for which the bound session signs by delegation; null for most. In policies as (SELECT sec.my_delegation()).
CREATE OR REPLACE FUNCTION sec.my_delegation() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (casework.delegated(sec.me())).unit_id;
END $$;

-- Cases with a placement that the bound session may sign by delegation: she looks at what decides it (W-01, W-05, C-08)
-- as her director would. Null for most. In policies as (SELECT sec.my_signing()).
CREATE OR REPLACE FUNCTION sec.my_signing() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    d casework.delegation := casework.delegated(sec.me());
BEGIN
    IF d.id IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT array_agg(DISTINCT p.case_id)
            FROM casework.placement p JOIN casework.case_file c ON c.id = p.case_id
            WHERE p.unit_id = d.unit_id AND p.state = 'accepted' AND casework.covers(d, c, p));
END $$;

-- JA018: she has one on some of these days; JA015: days that are over, or more than a year.
CREATE OR REPLACE FUNCTION casework.delegation_new(delegate uuid, first_day date, last_day date, own_cases boolean,
    idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director');
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'delegation.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    PERFORM casework.need_counsellor(me, delegate);
    IF first_day IS NULL OR last_day IS NULL OR last_day < greatest(first_day, offer.today())
        OR last_day > first_day + 366 THEN
        PERFORM sec.refuse('JA015');
    END IF;
    INSERT INTO casework.delegation (id, unit_id, delegate, given_by, days, own_cases)
    VALUES (delegation_new.id, me.org, delegation_new.delegate, me.account, daterange(first_day, last_day, '[]'),
            coalesce(delegation_new.own_cases, false));
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

-- Taken back, by any director of the unit. JA007, JA016.
CREATE OR REPLACE FUNCTION casework.delegation_end(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director');
    d casework.delegation;
BEGIN
    SELECT x.* INTO d FROM casework.delegation x
    WHERE x.id = delegation_end.id AND x.unit_id = sec.my_unit() FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF d.revoked_at IS NOT NULL THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE casework.delegation x SET revoked_at = clock_timestamp(), revoked_by = me.account WHERE x.id = d.id;
END $$;
