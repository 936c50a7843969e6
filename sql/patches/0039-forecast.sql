-- patch: 0039
-- after: 0038
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A decision takes the forecast of its day; a time of the week meets another on days, not on spans of days.

DROP FUNCTION IF EXISTS casework.placement_sign(uuid, integer);
DROP FUNCTION IF EXISTS casework.taken(uuid[], uuid);

-- From the first to the last of these days that is such a day of the week in an even (0) or an odd (1) ISO week; empty:
-- there is none. Two of one day of the week and one parity that overlap have a day in common: the later first day is in
-- both. Columns are made of it, so it is here and never changed.
CREATE FUNCTION casework.met_days(days daterange, weekday integer, parity integer) RETURNS daterange
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE WHEN count(*) = 0 THEN 'empty' ELSE daterange(min(d.day), max(d.day), '[]') END
            FROM (SELECT lower(days) + x.n FROM generate_series(0, 27) AS x (n)
                  UNION ALL SELECT upper(days) - 1 - x.n FROM generate_series(0, 27) AS x (n)) AS d (day)
            WHERE days @> d.day AND extract(isodow FROM d.day) = weekday
              AND extract(week FROM d.day)::integer % 2 = parity);
END $$;
GRANT EXECUTE ON FUNCTION casework.met_days(daterange, integer, integer) TO jalon_owner;
