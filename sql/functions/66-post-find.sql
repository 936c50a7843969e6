-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Looking for posts. What posts a search finds is said once, and asked by the list of posts and by kept searches.

-- Metres in a straight line between points in millionths of a degree: as a match tells them (match/travel.h), which takes
-- the cosine from a table, to 2 m and 0.01 %.
CREATE OR REPLACE FUNCTION offer.metres(a_lat integer, a_lon integer, b_lat integer, b_lon integer) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN floor(sqrt(
    power((a_lat - b_lat) * 0.11119508::double precision, 2)
    + power(least(abs(a_lon - b_lon), 360000000 - abs(a_lon - b_lon)) * 0.11119508::double precision
            * cos(radians((a_lat + b_lat) / 2000000::double precision)), 2)))::integer;

-- What a way is estimated by (C-07), for offer.way_home: detour far and near, where it falls, how far from its middle a
-- commune reaches; then minutes, speed and spread of public transport, and of a car.
CREATE OR REPLACE FUNCTION offer.way_law(on_day date) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT offer.rule_amount('C-07', x.name, on_day) FROM unnest('{detour_far_permille,
        detour_near_permille, detour_fall_metres, centre_metres, transit_fixed_minutes, transit_metres_a_minute,
        transit_spread_percent, car_fixed_minutes, car_metres_a_minute, car_spread_percent}'::text[])
        WITH ORDINALITY AS x (name, n) ORDER BY x.n);
END $$;

-- The longer end of a way home over so many metres in a straight line, in minutes, as a match tells it (match/travel.h,
-- which takes the exponential from a table) of somebody who never said how she comes: by car where one is needed, else by
-- public transport. rough: how many of both ends are known by their commune alone. Null: no distance, or no law.
CREATE OR REPLACE FUNCTION offer.way_home(metres integer, car_needed boolean, rough integer, law integer[])
RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k integer := CASE WHEN car_needed THEN 8 ELSE 5 END;
    m bigint := least(metres + rough * law[4], 40000000);
    step bigint := 500000 * law[k + 1];
BEGIN
    RETURN 5 * greatest(1, ((m * (law[1] + round(law[2] * exp(-m / law[3]::double precision))::bigint)
                             + 1000 * law[k] * law[k + 1]) * (100 + law[k + 2]) + step - 1) / step);
END $$;

-- Posts, but for their times. Inlined into who asks, so that an order and a limit reach the index. Null asks for nothing,
-- as does false. lat, lon: millionths of a degree, from which metres are counted (null where the post has no point);
-- within: metres at most. rough: 1 where a post has no point but that of its commune. fresh: B-09. The conditions are two expressions whose truth a planner does not foresee: it
-- would take each of a dozen that ask for nothing for one that hardly any row meets. last: the id once more, known when
-- metres are, so that what costs more than all of this is asked by it after all of this.
CREATE OR REPLACE FUNCTION offer.posts_found(host uuid, commune text, family offer.task_family,
    public offer.public, state offer.post_state, on_offer boolean, fresh boolean, lat integer, lon integer,
    within integer, car_needed boolean)
RETURNS TABLE (id uuid, created_at timestamptz, metres integer, last uuid, by_car boolean, rough integer)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.id, p.created_at, d.metres, CASE WHEN d.metres IS NULL THEN p.id ELSE p.id END,
           p.car_needed, CASE WHEN s.lat IS NULL THEN 1 ELSE 0 END
    FROM offer.post p
    JOIN offer.host h ON h.id = p.host_id
    JOIN offer.site s ON s.id = p.site_id
    JOIN offer.commune c ON c.insee = s.insee
    CROSS JOIN LATERAL (
        SELECT CASE WHEN posts_found.lat IS NOT NULL THEN offer.metres(
                   posts_found.lat, posts_found.lon, round(coalesce(s.lat, c.lat) * 1000000)::integer,
                   round(coalesce(s.lon, c.lon) * 1000000)::integer) END AS metres) AS d
    WHERE CASE WHEN (posts_found.host IS NULL OR p.host_id = posts_found.host)
                    AND (posts_found.family IS NULL OR p.family = posts_found.family)
                    AND (posts_found.public IS NULL OR p.public = posts_found.public)
                    AND (posts_found.state IS NULL OR p.state = posts_found.state)
                    AND (NOT posts_found.on_offer OR p.state = 'inscribed')
                    AND (posts_found.car_needed IS NULL OR p.car_needed = posts_found.car_needed)
                    AND (NOT posts_found.fresh
                         OR p.confirmed_on + (SELECT offer.rule_amount('B-09', 'fresh_days', offer.today()))
                            >= (SELECT offer.today()))
               THEN true ELSE false END
      AND CASE WHEN (NOT posts_found.on_offer OR h.state = 'active')
                    AND (posts_found.commune IS NULL OR s.insee = posts_found.commune)
                    AND (posts_found.within IS NULL OR d.metres <= posts_found.within)
               THEN true ELSE false END;
END;

-- The times of a post that are looked for, likewise. weekdays: bit 0 is Monday; begin_from, home_by: minutes of the day;
-- 0 asks for nothing. All is asked of one and the same time, of which is left what lies between the hours: those that are
-- asked for, the way home (minutes, null: nobody knows) before the last of them, and, with transit, those that the host
-- states of public transport on that day (and no car is needed). It must be as long as the shortest session (E-02), or
-- whole. What nobody stated cuts nothing, as in a match (C-07). free: fewer people than places are placed then from today
-- on, reservations counted (C-14).
CREATE OR REPLACE FUNCTION offer.times_found(post uuid, weekdays integer, begin_from integer, home_by integer,
                                             transit boolean, free boolean, way integer)
RETURNS TABLE (n integer)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT x.n
    FROM offer.post p
    JOIN offer.slot x ON x.post_id = p.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN NOT times_found.transit THEN 0
                    WHEN x.weekday = 6 THEN coalesce(p.transit_saturday_first, p.transit_first, 0)
                    WHEN x.weekday = 7 THEN coalesce(p.transit_sunday_first, p.transit_first, 0)
                    ELSE coalesce(p.transit_first, 0) END AS first,
               CASE WHEN NOT times_found.transit THEN 1440
                    WHEN x.weekday = 6 AND p.transit_saturday_none OR x.weekday = 7 AND p.transit_sunday_none THEN 0
                    WHEN x.weekday = 6 THEN coalesce(p.transit_saturday_last, p.transit_last, 1440)
                    WHEN x.weekday = 7 THEN coalesce(p.transit_sunday_last, p.transit_last, 1440)
                    ELSE coalesce(p.transit_last, 1440) END AS last) AS t
    CROSS JOIN LATERAL (
        SELECT greatest(x.from_min, times_found.begin_from, t.first) AS from_min,
               least(x.to_min, CASE times_found.home_by WHEN 0 THEN 1440
                                  ELSE times_found.home_by - coalesce(times_found.way, 0) END, t.last) AS to_min) AS w
    WHERE p.id = times_found.post AND NOT (times_found.transit AND p.car_needed)
      AND (times_found.weekdays = 0 OR times_found.weekdays >> (x.weekday - 1) & 1 = 1)
      AND w.to_min - w.from_min >= least(x.to_min - x.from_min,
                                         (SELECT offer.rule_amount('E-02', 'least_session_minutes', offer.today())))
      AND (NOT times_found.free OR EXISTS (
          SELECT FROM generate_series(0, 1) AS k (parity)
          WHERE x.weeks @> k.parity
            AND (SELECT count(DISTINCT y.chain) FROM casework.placement_slot y
                 WHERE y.post_id = p.id AND y.weekday = x.weekday AND y.weeks @> k.parity
                   AND y.from_min < w.to_min AND y.to_min > w.from_min
                   AND upper(y.days) > (SELECT offer.today())) < coalesce(x.places, p.places)));
END;

-- The point of a commune in millionths of a degree. JA021: there is no such commune, or it has no point.
CREATE OR REPLACE FUNCTION offer.commune_point(insee text, OUT lat integer, OUT lon integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT round(c.lat * 1000000), round(c.lon * 1000000) INTO lat, lon
    FROM offer.commune c WHERE c.insee = commune_point.insee;
    IF lat IS NULL THEN
        PERFORM sec.refuse('JA021');
    END IF;
END $$;

-- A page of the list of posts, as far as the session sees them: the newest first, or the nearest. near: the commune from
-- whose point metres are counted, in place of lat and lon; way: minutes that home_by counts for the way there. The places that are free are not for who reads nothing of
-- placements but dates (table 6a). JA021: no such commune.
CREATE OR REPLACE FUNCTION offer.find_posts(after_at timestamptz, after_metres integer, after_id uuid,
    nearest_first boolean, state text, on_offer boolean, lat integer, lon integer, host uuid, commune text, family text,
    public text, near text, within integer, weekdays integer, begin_from integer, home_by integer, car_needed boolean,
    transit boolean, free boolean, fresh boolean)
RETURNS TABLE (id uuid, metres integer, way integer)
LANGUAGE plpgsql STABLE ROWS 51 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director', 'referent', 'auditor', 'host_manager', 'tutor');
    of_host uuid := host;
    from_lat integer := lat;
    from_lon integer := lon;
    timed boolean := weekdays <> 0 OR begin_from > 0 OR home_by > 0 OR transit OR free;
    law integer[] := CASE WHEN home_by > 0 THEN offer.way_law(offer.today()) END; -- null: no way is asked for
    around integer := CASE WHEN near IS NULL THEN 0 ELSE 1 END; -- a commune has but its middle
    unknown_metres integer := 2147483647; -- behind all others
    no_id uuid := '00000000-0000-0000-0000-000000000000';
    among uuid[]; -- a commune has few, and they are not looked for among all
BEGIN
    IF free AND me.role NOT IN ('counsellor', 'director', 'referent', 'host_manager') THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF me.role IN ('host_manager', 'tutor') THEN
        IF of_host <> me.org THEN
            RETURN;
        END IF;
        of_host := me.org;
    END IF;
    IF commune IS NOT NULL THEN
        PERFORM FROM offer.commune c WHERE c.insee = find_posts.commune;
        IF NOT FOUND THEN
            PERFORM sec.refuse('JA021');
        END IF;
        among := ARRAY(SELECT p.id FROM offer.site s JOIN offer.post p ON p.site_id = s.id
                       WHERE s.insee = find_posts.commune);
    END IF;
    IF near IS NOT NULL THEN
        SELECT x.lat, x.lon INTO from_lat, from_lon FROM offer.commune_point(near) AS x;
    END IF;
    IF nearest_first THEN -- OFFSET 0: in that order, so that no more times are looked at than a page needs
        RETURN QUERY
            SELECT n.id, n.metres, offer.way_home(n.metres, n.by_car, n.rough + around, law)
            FROM (SELECT f.id, f.metres, coalesce(f.metres, unknown_metres) AS far, f.by_car, f.rough
                  FROM offer.posts_found(of_host, find_posts.commune, find_posts.family::offer.task_family,
                      find_posts.public::offer.public, find_posts.state::offer.post_state, find_posts.on_offer,
                      find_posts.fresh, from_lat, from_lon, find_posts.within, find_posts.car_needed) AS f
                  WHERE among IS NULL OR f.id = ANY (among)
                  ORDER BY far, f.id OFFSET 0) AS n
            WHERE (n.far, n.id) > (coalesce(after_metres, -1), coalesce(after_id, no_id))
              AND (NOT timed OR EXISTS (
                  SELECT FROM offer.times_found(n.id, find_posts.weekdays, find_posts.begin_from, find_posts.home_by,
                                                find_posts.transit, find_posts.free,
                                                offer.way_home(n.metres, n.by_car, n.rough + around, law))))
            ORDER BY n.far, n.id LIMIT 51;
        RETURN;
    END IF;
    RETURN QUERY -- along the index
        SELECT f.id, f.metres, offer.way_home(f.metres, f.by_car, f.rough + around, law)
        FROM offer.posts_found(of_host, find_posts.commune, find_posts.family::offer.task_family,
            find_posts.public::offer.public, find_posts.state::offer.post_state, find_posts.on_offer, find_posts.fresh,
            from_lat, from_lon, find_posts.within, find_posts.car_needed) AS f
        WHERE (f.created_at, f.id) < (coalesce(after_at, 'infinity'), coalesce(after_id, no_id))
          AND (among IS NULL OR f.id = ANY (among))
          AND (NOT timed OR EXISTS (
              SELECT FROM offer.times_found(f.last, find_posts.weekdays, find_posts.begin_from, find_posts.home_by,
                                            find_posts.transit, find_posts.free,
                                            offer.way_home(f.metres, f.by_car, f.rough + around, law))))
        ORDER BY f.created_at DESC, f.id DESC LIMIT 51;
END $$;
