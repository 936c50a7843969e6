-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Clocks, called by the worker.

-- Ends web transactions older than a binding may be; how many were told to end.
CREATE OR REPLACE FUNCTION sec.end_old() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old_pid integer;
    ended integer := 0;
BEGIN
    -- A loop, because in a WHERE the order of the conditions is the planner's: it would end others.
    FOR old_pid IN
        SELECT a.pid FROM pg_stat_activity a
        WHERE a.usename = 'jalon_web' AND a.datname = current_database()
          AND a.xact_start < clock_timestamp() - interval '30 seconds'
    LOOP
        ended := ended + pg_terminate_backend(old_pid)::integer;
    END LOOP;
    RETURN ended;
END $$;

-- Ends what is past its end, sessions and requests; forgets sessions a day after their absolute end (until then no
-- grant works twice), idempotency keys after a week, notes that the log has after 35 days, leads, drafts, proposals
-- without an answer and keys of hosts when their time is over. Notes what is new for kept searches.
CREATE OR REPLACE FUNCTION sec.expire() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.end_old();
    UPDATE sec.session s SET ended_at = least(s.idle_until, s.abs_until), ended_by = 'expired', keys = NULL
    WHERE s.ended_at IS NULL AND least(s.idle_until, s.abs_until) <= clock_timestamp();
    DELETE FROM sec.session s WHERE s.ended_at IS NOT NULL AND s.abs_until < clock_timestamp() - interval '1 day';
    UPDATE sec.request r SET state = 'expired'
    WHERE r.state = 'open' AND r.asked_at <= clock_timestamp() - interval '14 days';
    DELETE FROM sec.idempotency i WHERE i.at < clock_timestamp() - interval '7 days';
    PERFORM sec.forget_sealed();
    PERFORM sec.expire_glass();
    PERFORM offer.expire();
    PERFORM casework.expire();
    PERFORM casework.expire_placements();
    PERFORM offer.search_round(); -- before the changes are forgotten
    PERFORM offer.forget_changes();
    PERFORM casework.expire_plans();
END $$;
