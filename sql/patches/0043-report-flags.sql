-- patch: 0043
-- after: 0042
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A report of hours is judged before it is written, by one query; the day is asked of one function.

DROP FUNCTION IF EXISTS casework.worked(uuid, daterange);
DROP FUNCTION IF EXISTS casework.off_times(casework.hours_report);
DROP FUNCTION IF EXISTS casework.breaks_labour(casework.hours_report, text);
DROP FUNCTION IF EXISTS casework.report_flags(casework.hours_report, casework.placement, casework.measure, integer);
DROP FUNCTION IF EXISTS sec.demo_day();
