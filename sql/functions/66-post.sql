-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Posts: the sheet while it is a draft, the timetable later, confirmation, closed days, provisional stops.

-- The slots of a post, all anew. weeks: every, even or odd (ISO weeks); places 0: the post's. JA018: two overlap.
CREATE OR REPLACE FUNCTION offer.slots_put(post uuid, host uuid, weekdays integer[], from_mins integer[],
                                           to_mins integer[], weeks text[], places integer[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF weekdays IS NULL OR cardinality(weekdays) > 42 OR from_mins IS NULL OR to_mins IS NULL OR weeks IS NULL
        OR slots_put.places IS NULL OR cardinality(from_mins) <> cardinality(weekdays)
        OR cardinality(to_mins) <> cardinality(weekdays) OR cardinality(weeks) <> cardinality(weekdays)
        OR cardinality(slots_put.places) <> cardinality(weekdays) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    DELETE FROM offer.slot s WHERE s.post_id = slots_put.post;
    INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks, places)
    SELECT slots_put.post, slots_put.host, x.n, x.weekday, x.from_min, x.to_min,
           casework.week_range(x.week),
           nullif(x.places, 0)
    FROM unnest(weekdays, from_mins, to_mins, slots_put.weeks, slots_put.places)
         WITH ORDINALITY AS x (weekday, from_min, to_min, week, places, n);
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

-- A site of the host that is in use, else JA007; the person in charge is one of its contacts, else JA007.
CREATE OR REPLACE FUNCTION offer.need_places(host uuid, site uuid, in_charge uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM offer.site s WHERE s.id = need_places.site AND s.host_id = need_places.host AND NOT s.closed
    FOR KEY SHARE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM FROM offer.contact c WHERE c.id = need_places.in_charge AND c.host_id = need_places.host FOR KEY SHARE;
    IF need_places.in_charge IS NOT NULL AND NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION offer.post_new(host uuid, site uuid, public text, title text, family text, nature text,
    manner text, learning text, places integer, min_hours integer, max_hours integer, needs text[],
    special_risk boolean, care_setting boolean, meets_children boolean, meets_vulnerable boolean, meets_public boolean,
    protection text, dress text, meals text, in_charge uuid, weekdays integer[], from_mins integer[],
    to_mins integer[], weeks text[], slot_places integer[], car_needed boolean, transit_first integer,
    transit_last integer,
    transit_saturday_first integer, transit_saturday_last integer, transit_sunday_first integer,
    transit_sunday_last integer, transit_saturday_none boolean, transit_sunday_none boolean, idem_key bytea, idem_digest bytea,
    OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    h offer.host;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'post.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    h := offer.lock_host(me, host, NULL, (SELECT s.insee FROM offer.site s WHERE s.id = post_new.site));
    IF h.state = 'closed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    PERFORM offer.need_places(host, site, in_charge);
    INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, manner, learning, places, min_hours,
                            max_hours, needs, special_risk, care_setting, meets_children, meets_vulnerable,
                            meets_public, protection, dress, meals, in_charge, car_needed, transit_first,
                            transit_last, transit_saturday_first, transit_saturday_last, transit_sunday_first,
                            transit_sunday_last, transit_saturday_none, transit_sunday_none)
    VALUES (post_new.id, post_new.host, post_new.site, post_new.public::offer.public, post_new.title,
            post_new.family::offer.task_family, post_new.nature, post_new.manner, post_new.learning, post_new.places,
            post_new.min_hours, post_new.max_hours, post_new.needs::offer.need[], post_new.special_risk,
            post_new.care_setting, post_new.meets_children, post_new.meets_vulnerable, post_new.meets_public,
            post_new.protection, post_new.dress, post_new.meals, post_new.in_charge, post_new.car_needed,
            post_new.transit_first, post_new.transit_last, post_new.transit_saturday_first,
            post_new.transit_saturday_last, post_new.transit_sunday_first, post_new.transit_sunday_last,
            post_new.transit_saturday_none, post_new.transit_sunday_none);
    PERFORM offer.slots_put(id, host, weekdays, from_mins, to_mins, weeks, slot_places);
END $$;

-- The whole sheet, while it is a draft: what opinions were given on stays as it was. JA016.
CREATE OR REPLACE FUNCTION offer.post_put(id uuid, expected integer, site uuid, public text, title text, family text,
    nature text, manner text, learning text, places integer, min_hours integer, max_hours integer, needs text[],
    special_risk boolean, care_setting boolean, meets_children boolean, meets_vulnerable boolean, meets_public boolean,
    protection text, dress text, meals text, in_charge uuid, weekdays integer[], from_mins integer[],
    to_mins integer[], weeks text[], slot_places integer[], car_needed boolean, transit_first integer,
    transit_last integer,
    transit_saturday_first integer, transit_saturday_last integer, transit_sunday_first integer,
    transit_sunday_last integer, transit_saturday_none boolean, transit_sunday_none boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    p offer.post := offer.lock_post(me, post_put.id, post_put.expected);
BEGIN
    IF p.state <> 'draft' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    PERFORM offer.need_places(p.host_id, post_put.site, post_put.in_charge);
    PERFORM offer.need_hand(me, p.host_id, offer.departement_of(
                                (SELECT s.insee FROM offer.site s WHERE s.id = post_put.site)));
    UPDATE offer.post x
    SET site_id = post_put.site, public = post_put.public::offer.public, title = post_put.title,
        family = post_put.family::offer.task_family, nature = post_put.nature, manner = post_put.manner,
        learning = post_put.learning, places = post_put.places, min_hours = post_put.min_hours,
        max_hours = post_put.max_hours, needs = post_put.needs::offer.need[], special_risk = post_put.special_risk,
        care_setting = post_put.care_setting, meets_children = post_put.meets_children,
        meets_vulnerable = post_put.meets_vulnerable, meets_public = post_put.meets_public,
        protection = post_put.protection, dress = post_put.dress, meals = post_put.meals,
        in_charge = post_put.in_charge, car_needed = post_put.car_needed, transit_first = post_put.transit_first,
        transit_last = post_put.transit_last,
        transit_saturday_first = post_put.transit_saturday_first,
        transit_saturday_last = post_put.transit_saturday_last,
        transit_sunday_first = post_put.transit_sunday_first,
        transit_sunday_last = post_put.transit_sunday_last,
        transit_saturday_none = post_put.transit_saturday_none,
        transit_sunday_none = post_put.transit_sunday_none, version = x.version + 1
    WHERE x.id = p.id;
    PERFORM offer.slots_put(p.id, p.host_id, weekdays, from_mins, to_mins, weeks, slot_places);
    RETURN p.version + 1;
END $$;

-- What changes in the life of a post: times, places, who is in charge, practical things. More places than were
-- inscribed (H-16) are the service's to give: JA020.
CREATE OR REPLACE FUNCTION offer.post_schedule(id uuid, expected integer, places integer, min_hours integer,
    max_hours integer, protection text, dress text, meals text, in_charge uuid, weekdays integer[],
    from_mins integer[], to_mins integer[], weeks text[], slot_places integer[], car_needed boolean,
    transit_first integer, transit_last integer,
    transit_saturday_first integer, transit_saturday_last integer, transit_sunday_first integer,
    transit_sunday_last integer, transit_saturday_none boolean, transit_sunday_none boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    p offer.post := offer.lock_post(me, post_schedule.id, post_schedule.expected);
BEGIN
    IF p.state = 'removed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF p.state <> 'draft' AND me.role = 'host_manager'
        AND greatest(post_schedule.places, (SELECT max(x.n) FROM unnest(slot_places) AS x (n)))
            > greatest(p.places, (SELECT max(s.places) FROM offer.slot s WHERE s.post_id = p.id)) THEN
        PERFORM sec.refuse('JA020');
    END IF;
    -- Nobody stands on the list without somebody in charge and a time.
    IF p.state <> 'draft' AND (post_schedule.in_charge IS NULL OR coalesce(cardinality(weekdays), 0) = 0) THEN
        PERFORM sec.refuse('JA014');
    END IF;
    PERFORM offer.need_places(p.host_id, p.site_id, post_schedule.in_charge);
    UPDATE offer.post x
    SET places = post_schedule.places, min_hours = post_schedule.min_hours, max_hours = post_schedule.max_hours,
        protection = post_schedule.protection, dress = post_schedule.dress, meals = post_schedule.meals,
        in_charge = post_schedule.in_charge, car_needed = post_schedule.car_needed,
        transit_first = post_schedule.transit_first, transit_last = post_schedule.transit_last,
        transit_saturday_first = post_schedule.transit_saturday_first,
        transit_saturday_last = post_schedule.transit_saturday_last,
        transit_sunday_first = post_schedule.transit_sunday_first,
        transit_sunday_last = post_schedule.transit_sunday_last,
        transit_saturday_none = post_schedule.transit_saturday_none,
        transit_sunday_none = post_schedule.transit_sunday_none, version = x.version + 1
    WHERE x.id = p.id;
    PERFORM offer.slots_put(p.id, p.host_id, weekdays, from_mins, to_mins, weeks, slot_places);
    RETURN p.version + 1;
END $$;

-- It is still so: the post counts for another quarter (B-09). Twice a day is once.
CREATE OR REPLACE FUNCTION offer.post_confirm(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'host_manager');
    p offer.post := offer.lock_post(me, post_confirm.id, NULL);
BEGIN
    IF p.state NOT IN ('inscribed', 'suspended') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.post x SET confirmed_on = offer.today(), version = x.version + 1
    WHERE x.id = p.id AND x.confirmed_on IS DISTINCT FROM offer.today();
END $$;

-- Stops a post provisionally (H-18), by its director or its host. The same side again: the first stop stands.
CREATE OR REPLACE FUNCTION offer.post_suspend(id uuid, reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director', 'host_manager');
    p offer.post := offer.lock_post(me, post_suspend.id, NULL);
BEGIN
    IF p.state NOT IN ('inscribed', 'suspended') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO offer.suspension (id, post_id, host_id, side, reason, by_account)
    VALUES (gen_random_uuid(), p.id, p.host_id,
            CASE me.role WHEN 'director' THEN 'direction'::offer.side ELSE 'host' END, post_suspend.reason, me.account)
    ON CONFLICT DO NOTHING;
    UPDATE offer.post x SET state = 'suspended', version = x.version + 1 WHERE x.id = p.id AND x.state = 'inscribed';
END $$;

-- Ends the stop of the own side; the post goes on when the other side has none.
CREATE OR REPLACE FUNCTION offer.post_resume(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director', 'host_manager');
    p offer.post := offer.lock_post(me, post_resume.id, NULL);
BEGIN
    UPDATE offer.suspension s SET ended_at = clock_timestamp(), ended_by = me.account
    WHERE s.post_id = p.id AND s.ended_at IS NULL
      AND s.side = CASE me.role WHEN 'director' THEN 'direction'::offer.side ELSE 'host' END;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.post x SET state = 'inscribed', version = x.version + 1
    WHERE x.id = p.id AND x.state = 'suspended'
      AND NOT EXISTS (SELECT FROM offer.suspension s WHERE s.post_id = p.id AND s.ended_at IS NULL);
END $$;

-- Closed days, both ends included. JA018: some of them are closed already.
CREATE OR REPLACE FUNCTION offer.closure_new(post uuid, first_day date, last_day date, reason text, idem_key bytea,
                                             idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    p offer.post;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'closure.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    p := offer.lock_post(me, post, NULL);
    INSERT INTO offer.closure (id, post_id, host_id, days, reason)
    VALUES (closure_new.id, p.id, p.host_id, daterange(first_day, last_day, '[]'), closure_new.reason);
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

CREATE OR REPLACE FUNCTION offer.closure_drop(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    c offer.closure;
BEGIN
    SELECT x.* INTO c FROM offer.closure x WHERE x.id = closure_drop.id;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM offer.lock_post(me, c.post_id, NULL);
    DELETE FROM offer.closure x WHERE x.id = c.id;
    IF NOT FOUND THEN -- somebody else was first
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- The families of offences that the service keeps away from a post: this list and no other from now on.
CREATE OR REPLACE FUNCTION offer.post_bars(id uuid, families text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    p offer.post := offer.lock_post(me, post_bars.id, NULL);
BEGIN
    DELETE FROM offer.post_bar b WHERE b.post_id = p.id AND b.family <> ALL (families::offer.offence_family[]);
    INSERT INTO offer.post_bar (post_id, family, by_account)
    SELECT DISTINCT p.id, f::offer.offence_family, me.account FROM unnest(families) AS f
    ON CONFLICT DO NOTHING;
END $$;
