-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What the functions of schema offer share: rules by date, who is at home where, who may host.

-- The civil day at the service; in a demonstration, the one that its loader plays.
CREATE OR REPLACE FUNCTION offer.today() RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bound bytea := sec.session_hash();
    played date := (SELECT s.demo_day FROM sec.session s WHERE s.hash = bound); -- null but for a loader
BEGIN
    RETURN CASE WHEN played IS NOT NULL AND sec.is_demo_load() THEN played
                ELSE (clock_timestamp() AT TIME ZONE 'Europe/Paris')::date END;
END $$;

-- The civil day of an instant that is over: never after today, which a demonstration plays.
CREATE OR REPLACE FUNCTION offer.day_of(at timestamptz) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN least((at AT TIME ZONE 'Europe/Paris')::date, offer.today());
END $$;

-- A parameter of a rule on a day; JA009 when there is none, which is a hole in our data.
CREATE OR REPLACE FUNCTION offer.rule_amount(rule text, name text, on_day date) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_amount integer;
BEGIN
    SELECT p.amount INTO found_amount FROM offer.rule_param p
    WHERE p.rule = rule_amount.rule AND p.name = rule_amount.name AND p.valid @> on_day;
    IF found_amount IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'JA009', MESSAGE = 'a rule has no parameter on this day';
    END IF;
    RETURN found_amount;
END $$;
CREATE OR REPLACE FUNCTION offer.rule_list(rule text, name text, on_day date) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_list text[];
BEGIN
    SELECT p.list INTO found_list FROM offer.rule_param p
    WHERE p.rule = rule_list.rule AND p.name = rule_list.name AND p.valid @> on_day;
    IF found_list IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'JA009', MESSAGE = 'a rule has no parameter on this day';
    END IF;
    RETURN found_list;
END $$;

-- H-01: these host by right.
CREATE OR REPLACE FUNCTION offer.is_public(form offer.legal_form) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN form IN ('state', 'local_authority', 'public_establishment', 'hospital');
END $$;

-- May this host take people of this list in this département on this day? by_right (H-01), valid, expired, none (H-02,
-- H-10, H-11). Null for a host that the session does not see.
CREATE OR REPLACE FUNCTION offer.standing(host uuid, departement text, public offer.public, on_day date) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE
        WHEN offer.is_public(h.form) THEN 'by_right'
        WHEN bool_or(a.valid @> on_day) THEN 'valid'
        WHEN bool_or(upper(a.valid) <= on_day) THEN 'expired'
        ELSE 'none' END
        FROM offer.host h
        LEFT JOIN offer.habilitation a ON a.host_id = h.id AND a.public = standing.public
                                          AND a.territory IN (standing.departement, 'FR')
        WHERE h.id = standing.host GROUP BY h.form);
END $$;

-- The département of a commune that the reference data know. JA021.
CREATE OR REPLACE FUNCTION offer.departement_of(insee text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    d text;
BEGIN
    SELECT c.departement INTO d FROM offer.commune c WHERE c.insee = departement_of.insee;
    IF d IS NULL THEN
        PERFORM sec.refuse('JA021');
    END IF;
    RETURN d;
END $$;

-- The département of somebody's unit; null outside a unit, or while nobody gave it one.
CREATE OR REPLACE FUNCTION offer.home(me sec.who) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT o.departement FROM sec.organisation o WHERE o.id = me.org);
END $$;

-- Whoever works on a host's file: people of the host themselves, or referent and director of the département (H-04);
-- a national file (no département) is everybody's of the service. To others it is not there: JA007.
CREATE OR REPLACE FUNCTION offer.need_hand(me sec.who, host uuid, departement text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (CASE WHEN me.role IN ('host_manager', 'tutor') THEN me.org IS DISTINCT FROM need_hand.host
             ELSE need_hand.departement <> offer.home(me) OR offer.home(me) IS NULL END) THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- A host after its row was locked, for who may work on what it does in a commune, else at its seat. JA007, JA005 when
-- expected is given and is not its version.
CREATE OR REPLACE FUNCTION offer.lock_host(me sec.who, host uuid, expected integer, insee text DEFAULT NULL)
RETURNS offer.host
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    h offer.host;
BEGIN
    SELECT x.* INTO h FROM offer.host x WHERE x.id = lock_host.host FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM offer.need_hand(me, h.id, offer.departement_of(coalesce(lock_host.insee, h.insee)));
    IF expected IS NOT NULL AND expected <> h.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN h;
END $$;

-- The same for a post; the département is its site's.
CREATE OR REPLACE FUNCTION offer.lock_post(me sec.who, post uuid, expected integer) RETURNS offer.post
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p offer.post;
BEGIN
    SELECT x.* INTO p FROM offer.post x WHERE x.id = lock_post.post FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM offer.need_hand(me, p.host_id,
                            offer.departement_of((SELECT s.insee FROM offer.site s WHERE s.id = p.site_id)));
    IF expected IS NOT NULL AND expected <> p.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN p;
END $$;
