-- patch: 0044
-- after: 0043
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- C-07: the numbers of a way that nobody looks up: a detour that falls off with the distance, and for each means minutes
-- at its ends, a speed, a spread and the longest that anybody is asked to go. They replace one speed in a straight line.
-- And what a host states of the way to it.

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
DELETE FROM offer.rule_param WHERE rule = 'C-07' AND name = 'metres_a_minute';
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('C-07', 'detour_far_permille', '[,]', 1100, NULL, 'recalled', 'detour of household travel surveys: 1.1 + 0.3 exp(-d / 20 km)'),
    ('C-07', 'detour_near_permille', '[,]', 300, NULL, 'recalled', 'as above'),
    ('C-07', 'detour_fall_metres', '[,]', 20000, NULL, 'recalled', 'as above'),
    ('C-07', 'centre_metres', '[,]', 1300, NULL, 'proposal', 'median radius of the communes of a large conurbation'),
    ('C-07', 'transit_first_minute', '[,]', 360, NULL, 'proposal', 'public transport from 6:00, where the host stated nothing'),
    ('C-07', 'transit_last_minute', '[,]', 1320, NULL, 'proposal', 'public transport until 22:00, where the host stated nothing'),
    ('C-07', 'foot_fixed_minutes', '[,]', 0, NULL, 'proposal', 'from door to door'),
    ('C-07', 'foot_metres_a_minute', '[,]', 75, NULL, 'proposal', '4.5 km an hour'),
    ('C-07', 'foot_spread_percent', '[,]', 15, NULL, 'proposal', 'who walks slowly, who walks fast'),
    ('C-07', 'foot_most_minutes', '[,]', 60, NULL, 'proposal', 'nobody is asked to walk longer'),
    ('C-07', 'bicycle_fixed_minutes', '[,]', 5, NULL, 'proposal', 'taking it out, locking it'),
    ('C-07', 'bicycle_metres_a_minute', '[,]', 230, NULL, 'proposal', '14 km an hour'),
    ('C-07', 'bicycle_spread_percent', '[,]', 20, NULL, 'proposal', 'hills, lights, wind'),
    ('C-07', 'bicycle_most_minutes', '[,]', 60, NULL, 'proposal', 'nobody is asked to ride longer'),
    ('C-07', 'transit_fixed_minutes', '[,]', 12, NULL, 'proposal', 'to the stop and waiting'),
    ('C-07', 'transit_metres_a_minute', '[,]', 330, NULL, 'proposal', '20 km an hour, changes included'),
    ('C-07', 'transit_spread_percent', '[,]', 30, NULL, 'proposal', '5 to 12 minutes of a way within a conurbation'),
    ('C-07', 'transit_most_minutes', '[,]', 0, NULL, 'proposal', 'what she accepts is asked of her'),
    ('C-07', 'car_fixed_minutes', '[,]', 5, NULL, 'proposal', 'parking'),
    ('C-07', 'car_metres_a_minute', '[,]', 550, NULL, 'proposal', '33 km an hour; a scooter goes like a car'),
    ('C-07', 'car_spread_percent', '[,]', 25, NULL, 'proposal', 'traffic'),
    ('C-07', 'car_most_minutes', '[,]', 0, NULL, 'proposal', 'what she accepts is asked of her');
DROP POLICY first_rows ON offer.rule_param;

-- What a host states of the way to it: the stop is the place's, the hours are those of a post's own days.
ALTER TABLE offer.site
    ADD COLUMN stop text NOT NULL DEFAULT '' CHECK (char_length(stop) <= 100),
    ADD COLUMN lines text NOT NULL DEFAULT '' CHECK (char_length(lines) <= 100),
    ADD COLUMN stop_walk_min integer CHECK (stop_walk_min BETWEEN 1 AND 90),
    ADD CHECK (stop <> '' OR (lines = '' AND stop_walk_min IS NULL));
COMMENT ON COLUMN offer.site.stop IS 'Nearest stop of public transport; empty: not said.';
COMMENT ON COLUMN offer.site.lines IS 'Lines that stop there, in words.';
COMMENT ON COLUMN offer.site.stop_walk_min IS 'Minutes on foot from the stop.';

ALTER TABLE offer.post
    ADD COLUMN car_needed boolean NOT NULL DEFAULT false,
    ADD COLUMN transit_first integer CHECK (transit_first BETWEEN 1 AND 1440),
    ADD COLUMN transit_last integer CHECK (transit_last BETWEEN 1 AND 1440),
    ADD CHECK (transit_first < transit_last);
COMMENT ON COLUMN offer.post.car_needed IS 'Nobody comes there without a car or a scooter.';
COMMENT ON COLUMN offer.post.transit_first IS
    'First minute of the day at which one can be there by public transport, on each day of its slots; absent: not said.';
COMMENT ON COLUMN offer.post.transit_last IS 'Last minute at which one can leave so, likewise.';
