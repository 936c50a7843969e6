-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A placement as such: who may work on it, how long its host sees it and its place is taken, how it is closed.

-- A placement after its case and itself were locked, for who works on its case. JA007, JA005.
CREATE OR REPLACE FUNCTION casework.lock_placement(me sec.who, placement uuid, expected integer)
RETURNS casework.placement
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
    c casework.case_file;
BEGIN
    SELECT x.* INTO c FROM casework.case_file x
    WHERE x.id = (SELECT y.case_id FROM casework.placement y WHERE y.id = lock_placement.placement)
    FOR NO KEY UPDATE;
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = lock_placement.placement FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT coalesce(CASE me.role
        WHEN 'counsellor' THEN c.unit_id = sec.my_unit()
                               AND (c.counsellor_id = me.account OR casework.may_sign(me, c, p))
        WHEN 'director' THEN c.unit_id = sec.my_unit()
        ELSE p.host_id = me.org AND sec.holds(me.account, me.org, 3) AND casework.shows(p) END, false) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected IS NOT NULL AND expected <> p.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN p;
END $$;

-- The host's window (design, section 4): open while it is proposed, accepted or signed; after the end until the
-- attestation, and 30 days at most. They run from the last day, or from the day on which the end was entered when that
-- was later, so that the host can still attest; but never past the 60th day after the last one.
CREATE OR REPLACE FUNCTION casework.shows(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    IF p.state <> 'ended' OR p.attested_on IS NOT NULL THEN
        RETURN p.state IN ('proposed', 'accepted', 'signed');
    END IF;
    today := offer.today();
    RETURN today <= least(greatest(p.ended_on, offer.day_of(p.closed_at))
                          + offer.rule_amount('P-03', 'host_view_days', today),
                          p.ended_on + offer.rule_amount('P-03', 'host_view_cap_days', today));
END $$;

-- Is it decided and not over? Of what another one replaces the end is known, and it runs until then.
CREATE OR REPLACE FUNCTION casework.runs(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN p.state = 'signed' OR p.state = 'ended' AND p.ended_on >= offer.today();
END $$;

-- Does the counsellor attest in the host's place (S-14)? Where it has no pair, or cannot see the placement any longer.
CREATE OR REPLACE FUNCTION casework.attests(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NOT sec.is_manned(p.host_id) OR NOT casework.shows(p);
END $$;

-- Gives the place back from a day on: all of it when that is its first day or before. The host keeps no key of what
-- never began.
CREATE OR REPLACE FUNCTION casework.release(p casework.placement, from_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.placement_slot s SET days = s.days * daterange(NULL, from_day)
    WHERE s.placement_id = p.id AND NOT isempty(s.days);
    IF p.state IN ('declined', 'withdrawn') THEN
        DELETE FROM sec.placement_box b WHERE b.case_id = p.case_id AND b.ordinal = p.ordinal;
    END IF;
END $$;

-- Ends or withdraws a placement; who: nobody for a clock or an act.
CREATE OR REPLACE FUNCTION casework.close_placement(p casework.placement, code casework.close_code, day date, who uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    q casework.placement;
BEGIN
    UPDATE casework.placement x
    SET state = CASE x.state WHEN 'signed' THEN 'ended'::casework.placement_state ELSE 'withdrawn' END,
        close_code = close_placement.code, closed_at = clock_timestamp(),
        ended_on = CASE x.state WHEN 'signed' THEN close_placement.day END, version = x.version + 1
    WHERE x.id = p.id RETURNING x.* INTO q;
    UPDATE casework.placement_decision d SET closed_by = who WHERE d.placement_id = q.id AND who IS NOT NULL;
    PERFORM casework.release(q, CASE q.state WHEN 'ended' THEN close_placement.day + 1 ELSE q.first_day END);
END $$;

-- All that still lives of a measure that ends.
CREATE OR REPLACE FUNCTION casework.close_placements(measure uuid, code casework.close_code, day date, who uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    FOR p IN SELECT x.* FROM casework.placement x
             WHERE x.measure_id = close_placements.measure
               AND (x.state IN ('proposed', 'accepted', 'signed') OR x.state = 'ended' AND x.ended_on > offer.today())
             ORDER BY x.id FOR NO KEY UPDATE
    LOOP
        IF p.state = 'ended' THEN -- it was to go on until the day of its change
            UPDATE casework.placement x
            SET ended_on = close_placements.day, closed_at = clock_timestamp(), version = x.version + 1
            WHERE x.id = p.id;
            PERFORM casework.release(p, close_placements.day + 1);
        ELSE
            PERFORM casework.close_placement(
                p, CASE WHEN p.state <> 'signed' AND code = 'completed' THEN 'measure_ended' ELSE code END, day, who);
        END IF;
    END LOOP;
END $$;

-- A number that grows with whatever happens to the other placements of her case: versions only grow, and rows only come.
-- What is decided of one after a look at her weeks holds only while they are what they were (W-01, W-04).
CREATE OR REPLACE FUNCTION casework.moves(p casework.placement) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(sum(x.version), 0) FROM casework.placement x
            WHERE x.case_id = p.case_id AND x.id <> p.id);
END $$;

-- Was it not this that was looked at? The version of her profile, 0 without one, and her other placements; where there
-- is no profile there was nothing to look at.
CREATE OR REPLACE FUNCTION casework.unlooked(p casework.placement, looked integer, moves bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    version integer := (SELECT c.match_version FROM casework.case_file c WHERE c.id = p.case_id);
BEGIN
    RETURN coalesce(looked, 0) <> version OR version > 0 AND moves IS DISTINCT FROM casework.moves(p);
END $$;

-- A placement for who works on its case, or signs it for her director. JA007.
CREATE OR REPLACE FUNCTION casework.worked_on(id uuid) RETURNS casework.placement
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    p casework.placement;
    c casework.case_file;
BEGIN
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = worked_on.id;
    SELECT x.* INTO c FROM casework.case_file x WHERE x.id = p.case_id;
    IF c.unit_id IS DISTINCT FROM sec.my_unit() OR c.unit_id IS NULL
        OR me.role = 'counsellor' AND c.counsellor_id <> me.account AND NOT casework.may_sign(me, c, p) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN p;
END $$;

-- The same number for the caller, before she looks. JA007.
CREATE OR REPLACE FUNCTION casework.placement_moves(id uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN casework.moves(casework.worked_on(placement_moves.id));
END $$;

-- What keeps a placement of the caller's from its next step: the rules that it breaks; nothing once it is decided or
-- closed. JA007.
CREATE OR REPLACE FUNCTION casework.placement_missing(id uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement := casework.worked_on(placement_missing.id);
BEGIN
    RETURN CASE WHEN p.state IN ('proposed', 'accepted') THEN casework.placement_findings(p, p.state = 'accepted')
                ELSE '{}' END;
END $$;

-- Proposals that nobody answered, and what was not decided before it should have begun; the keys that hosts may not have
-- any longer. Called by sec.expire().
CREATE OR REPLACE FUNCTION casework.expire_placements() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    IF sec.demo_loads() THEN -- its story passes through days that are over
        RETURN;
    END IF;
    FOR p IN SELECT x.* FROM casework.placement x
             WHERE x.state = 'proposed' AND x.hold_until < offer.today()
                OR x.state = 'accepted' AND x.first_day < offer.today()
             ORDER BY x.id FOR NO KEY UPDATE SKIP LOCKED
    LOOP
        PERFORM casework.close_placement(p, 'no_answer', NULL, NULL);
    END LOOP;
    DELETE FROM sec.placement_box b USING casework.placement x
    WHERE x.case_id = b.case_id AND x.ordinal = b.ordinal AND x.state = 'ended' AND NOT casework.shows(x);
END $$;
