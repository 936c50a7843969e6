-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Searches of posts that a counsellor keeps (C-13). The worker looks at the posts that changed since its last round, and
-- notes for each search which came to be found: what is new was found since a round that its owner has not seen. Who
-- makes or changes a search holds off the round meanwhile, so that none falls between what she found and what it finds.

-- What these searches find, each as a list of posts on offer would. Nothing, where a commune is not known any more.
-- Inlined into who asks, so that of few posts no others are looked at.
CREATE OR REPLACE FUNCTION offer.searches_find(searches uuid[]) RETURNS TABLE (search_id uuid, post_id uuid)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT s.id, f.id
    FROM offer.search s
    LEFT JOIN offer.commune k ON k.insee = s.near
    CROSS JOIN (SELECT offer.way_law(offer.today()) AS law OFFSET 0) AS w
    CROSS JOIN LATERAL offer.posts_found(s.host_id, s.commune, s.family, s.public, NULL, true, s.fresh,
        round(k.lat * 1000000)::integer, round(k.lon * 1000000)::integer, s.within, s.car_needed) AS f
    WHERE s.id = ANY (searches_find.searches) AND (s.near IS NULL OR k.lat IS NOT NULL)
      AND (s.weekdays = 0 AND s.begin_from = 0 AND s.home_by = 0 AND NOT s.transit AND NOT s.free OR EXISTS (
          SELECT FROM offer.times_found(f.last, s.weekdays, s.begin_from, s.home_by, s.transit, s.free,
                                        CASE WHEN s.home_by > 0
                                             THEN offer.way_home(f.metres, f.by_car, f.rough + 1, w.law) END)));
END;

-- Are the communes that it names known, and is there a point to count metres from?
CREATE OR REPLACE FUNCTION offer.search_known(s offer.search) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (s.commune IS NULL OR EXISTS (SELECT FROM offer.commune c WHERE c.insee = s.commune))
       AND (s.near IS NULL OR EXISTS (SELECT FROM offer.commune c WHERE c.insee = s.near AND c.lat IS NOT NULL));
END $$;

-- Notes which of among these searches find, since this round those that they did not; null: of all posts.
CREATE OR REPLACE FUNCTION offer.search_note(searches uuid[], among uuid[], round bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    of uuid[];
    posts uuid[];
BEGIN
    IF among IS NULL THEN -- two statements: few posts are looked up one by one, all are not
        SELECT array_agg(f.search_id), array_agg(f.post_id) INTO of, posts FROM offer.searches_find(searches) AS f;
    ELSE
        SELECT array_agg(f.search_id), array_agg(f.post_id) INTO of, posts FROM offer.searches_find(searches) AS f
        WHERE f.post_id = ANY (among);
    END IF;
    DELETE FROM offer.search_post x
    WHERE x.search_id = ANY (searches) AND (among IS NULL OR x.post_id = ANY (among))
      AND (x.search_id, x.post_id) NOT IN (SELECT f.search, f.post FROM unnest(of, posts) AS f (search, post));
    INSERT INTO offer.search_post (search_id, post_id, since)
    SELECT f.search, f.post, search_note.round FROM unnest(of, posts) AS f (search, post)
    ON CONFLICT DO NOTHING;
END $$;

-- Called by sec.expire(). Looks at the posts that changed, and at those that a new day changes: places that are free from
-- it on, confirmations that are too old from it on. Where all posts may have changed, or too many did, or nobody knows
-- which, searches are looked at whole, five each time.
CREATE OR REPLACE FUNCTION offer.search_round() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    nil CONSTANT uuid := '00000000-0000-0000-0000-000000000000';
    r offer.search_round;
    searches uuid[];
    now_through pg_snapshot;
    today date := offer.today();
    changed uuid[];
BEGIN
    SELECT x.* INTO r FROM offer.search_round x FOR UPDATE;
    now_through := pg_current_snapshot();
    changed := ARRAY(SELECT x.post_id FROM offer.post_change x
                     WHERE x.changed_in >= pg_snapshot_xmin(r.through)
                       AND NOT pg_visible_in_snapshot(x.changed_in, r.through)
                     UNION SELECT x.post_id FROM casework.placement_slot x
                     WHERE r.day < today AND upper(x.days) > r.day AND upper(x.days) <= today
                     UNION SELECT p.id FROM offer.post p
                     WHERE r.day < today AND p.state = 'inscribed'
                       AND p.confirmed_on + offer.rule_amount('B-09', 'fresh_days', today) BETWEEN r.day AND today - 1
                     LIMIT 501);
    IF nil = ANY (changed) OR cardinality(changed) > 500 OR today < r.day
        OR pg_snapshot_xmin(r.through) <= (SELECT e.through FROM offer.post_change_end e) THEN
        UPDATE offer.search_look l SET whole = true WHERE NOT l.whole;
    END IF;
    UPDATE offer.search_round x SET n = r.n + 1, through = now_through, day = today;
    IF cardinality(changed) > 0 THEN
        searches := ARRAY(SELECT x.id FROM offer.search x JOIN offer.search_look l ON l.search_id = x.id
                          WHERE NOT l.whole ORDER BY x.id FOR NO KEY UPDATE OF x);
        PERFORM offer.search_note(searches, changed, r.n + 1);
    END IF;
    searches := ARRAY(SELECT x.id FROM offer.search x JOIN offer.search_look l ON l.search_id = x.id
                      WHERE l.whole ORDER BY x.id LIMIT 5 FOR NO KEY UPDATE OF x);
    PERFORM offer.search_note(searches, NULL, r.n + 1);
    UPDATE offer.search_look l SET whole = false WHERE l.search_id = ANY (searches);
END $$;

-- Holds off the round until the transaction ends; the number of the last one.
CREATE OR REPLACE FUNCTION offer.search_between() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    n bigint;
BEGIN
    SELECT x.n INTO n FROM offer.search_round x FOR SHARE;
    RETURN n;
END $$;

-- What cannot be looked for. JA007: no such host; JA021: no such commune, or one without a point.
CREATE OR REPLACE FUNCTION offer.search_check(s offer.search) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF s.host_id IS NOT NULL AND NOT EXISTS (SELECT FROM offer.host h WHERE h.id = s.host_id) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF NOT offer.search_known(s) THEN
        PERFORM sec.refuse('JA021');
    END IF;
END $$;

-- What it finds at once is not new. JA023: she has twenty.
CREATE OR REPLACE FUNCTION offer.search_new(name text, host uuid, commune text, family text, public text, near text,
    within integer, weekdays integer, begin_from integer, home_by integer, car_needed boolean, transit boolean,
    free boolean, fresh boolean, idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    s offer.search;
    n bigint;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'search.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    PERFORM FROM sec.account a WHERE a.id = me.account FOR NO KEY UPDATE; -- two at once are counted one after the other
    IF (SELECT count(*) FROM offer.search x WHERE x.account_id = me.account) >= 20 THEN
        PERFORM sec.refuse('JA023');
    END IF;
    n := offer.search_between();
    INSERT INTO offer.search (id, account_id, name, host_id, commune, near, within, family, public, weekdays, begin_from,
                              home_by, car_needed, transit, free, fresh)
    VALUES (search_new.id, me.account, search_new.name, host, search_new.commune, search_new.near, search_new.within,
            search_new.family::offer.task_family, search_new.public::offer.public, search_new.weekdays,
            search_new.begin_from, search_new.home_by, search_new.car_needed, search_new.transit, search_new.free,
            search_new.fresh)
    RETURNING * INTO s;
    PERFORM offer.search_check(s);
    INSERT INTO offer.search_look (search_id, seen) VALUES (s.id, n);
    PERFORM offer.search_note(ARRAY[s.id], NULL, n);
END $$;

-- Likewise: what the changed search finds was seen. JA005: another version.
CREATE OR REPLACE FUNCTION offer.search_put(id uuid, expected integer, name text, host uuid, commune text, family text,
    public text, near text, within integer, weekdays integer, begin_from integer, home_by integer, car_needed boolean,
    transit boolean, free boolean, fresh boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    n bigint := offer.search_between();
    s offer.search;
BEGIN
    SELECT x.* INTO s FROM offer.search x WHERE x.id = search_put.id AND x.account_id = me.account FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF s.version <> expected THEN
        PERFORM sec.refuse('JA005');
    END IF;
    UPDATE offer.search x
    SET name = search_put.name, host_id = search_put.host, commune = search_put.commune, near = search_put.near,
        within = search_put.within, family = search_put.family::offer.task_family,
        public = search_put.public::offer.public, weekdays = search_put.weekdays, begin_from = search_put.begin_from,
        home_by = search_put.home_by, car_needed = search_put.car_needed, transit = search_put.transit,
        free = search_put.free, fresh = search_put.fresh, version = x.version + 1
    WHERE x.id = s.id RETURNING x.* INTO s;
    PERFORM offer.search_check(s);
    UPDATE offer.search_look l SET seen = n, whole = false WHERE l.search_id = s.id;
    DELETE FROM offer.search_post x WHERE x.search_id = s.id;
    PERFORM offer.search_note(ARRAY[s.id], NULL, n);
    RETURN s.version;
END $$;

CREATE OR REPLACE FUNCTION offer.search_drop(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
BEGIN
    DELETE FROM offer.search x WHERE x.id = search_drop.id AND x.account_id = me.account;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- She has seen what it found up to that round, of which she was told. JA016: it is still to come, as after a restore.
CREATE OR REPLACE FUNCTION offer.search_seen(id uuid, round bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
BEGIN
    PERFORM FROM offer.search x WHERE x.id = search_seen.id AND x.account_id = me.account FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF search_seen.round > (SELECT r.n FROM offer.search_round r) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.search_look l SET seen = search_seen.round WHERE l.search_id = search_seen.id AND l.seen < search_seen.round;
END $$;

-- The searches of the session's owner, or one of them; how many posts are new in each, as of the round.
CREATE OR REPLACE FUNCTION offer.searches(one uuid)
RETURNS TABLE (id uuid, name text, host uuid, commune text, family text, public text, near text, within integer,
               weekdays integer, begin_from integer, home_by integer, car_needed boolean, transit boolean, free boolean,
               fresh boolean, known boolean, news integer, round bigint, version integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor');
BEGIN
    RETURN QUERY
        SELECT s.id, s.name, s.host_id, s.commune, s.family::text, s.public::text, s.near, s.within, s.weekdays,
               s.begin_from, s.home_by, s.car_needed, s.transit, s.free, s.fresh, offer.search_known(s),
               (SELECT count(*)::integer FROM offer.search_post x WHERE x.search_id = s.id AND x.since > l.seen), r.n,
               s.version
        FROM offer.search s JOIN offer.search_look l ON l.search_id = s.id CROSS JOIN offer.search_round r
        WHERE s.account_id = me.account AND (searches.one IS NULL OR s.id = searches.one)
        ORDER BY s.created_at, s.id;
END $$;

-- Those of them that found something new.
CREATE OR REPLACE FUNCTION offer.search_news() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
BEGIN
    RETURN QUERY
        SELECT s.id FROM offer.search s JOIN offer.search_look l ON l.search_id = s.id
        WHERE s.account_id = me.account -- LIMIT: one look at the index for each, whatever is known of the table
          AND (SELECT true FROM offer.search_post x WHERE x.search_id = s.id AND x.since > l.seen LIMIT 1);
END $$;

-- A page of what a search finds now, as of offer.find_posts. new: also what the next round will note. JA007, JA021;
-- JA016: nearest to nothing.
CREATE OR REPLACE FUNCTION offer.search_posts(after_at timestamptz, after_metres integer, after_id uuid,
                                              nearest_first boolean, search uuid)
RETURNS TABLE (id uuid, metres integer, way integer, new boolean)
LANGUAGE plpgsql STABLE ROWS 51 SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor');
    s offer.search;
    last_seen bigint;
BEGIN
    SELECT x.* INTO s FROM offer.search x WHERE x.id = search_posts.search AND x.account_id = me.account;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF nearest_first AND s.near IS NULL THEN -- near to what
        PERFORM sec.refuse('JA016');
    END IF;
    last_seen := (SELECT l.seen FROM offer.search_look l WHERE l.search_id = s.id);
    RETURN QUERY
        SELECT f.id, f.metres, f.way, coalesce(x.since > last_seen, true)
        FROM offer.find_posts(after_at, after_metres, after_id, nearest_first, NULL, true, NULL, NULL, s.host_id,
                              s.commune, s.family::text, s.public::text, s.near, s.within, s.weekdays, s.begin_from,
                              s.home_by, s.car_needed, s.transit, s.free, s.fresh)
             WITH ORDINALITY AS f (id, metres, way, n)
        LEFT JOIN offer.search_post x ON x.search_id = s.id AND x.post_id = f.id
        ORDER BY f.n;
END $$;
