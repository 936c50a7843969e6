-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Backup and restore, as seen from inside: a backup is noted before it is made, a restored database lets nobody go on
-- where she was.

CREATE OR REPLACE FUNCTION sec.backup_begun() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(NULL, 'backup.make', 'sec.outbox', NULL, NULL, NULL, NULL, NULL, NULL);
END $$;

-- Ends every session of the day of the backup (an account that was disabled since is active again here, and a stolen
-- token that was ended since would live again). The copy of the log is made anew, from the log that was restored beside
-- it. Saying it again changes nothing but the note. Answers how far this database had read the log: a shorter log is
-- not the one that belongs to it.
CREATE OR REPLACE FUNCTION sec.restored() RETURNS TABLE (next_index bigint, ended integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    n integer;
    seen bigint;
BEGIN
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'refound', keys = NULL WHERE s.ended_at IS NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM sec.note(NULL, 'backup.restore', 'sec.session', NULL, NULL, NULL, NULL, NULL, NULL);
    SELECT greatest(c.next_index, c.copied) INTO seen FROM sec.log_cursor c;
    PERFORM sec.log_forget_copy();
    DELETE FROM offer.post_change; -- its transactions are those of another server
    UPDATE offer.post_change_end e SET through = '0';
    UPDATE offer.search_round r SET through = pg_current_snapshot();
    UPDATE offer.search_look l SET whole = true;
    RETURN QUERY SELECT seen, n;
END $$;
