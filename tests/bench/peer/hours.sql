-- SPDX-License-Identifier: EUPL-1.2
-- pgbench: a line of hours and its audit row, as one writes it by hand.
\set s random(1, 10000)
\set d 1 + :s % 50
\set c random(1, 50000)
\set m random(1, 480)
\startpipeline
BEGIN;
INSERT INTO hours (case_id, day, minutes, entered_by, note) VALUES (:c, current_date, :m, :s, sha256('hours')::bytea);
INSERT INTO audit (actor, district_id, action, subject, detail) VALUES (:s, :d, 'hours.add', :c, '{"minutes":60}');
COMMIT;
\endpipeline
