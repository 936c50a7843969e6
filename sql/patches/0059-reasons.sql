-- patch: 0059
-- after: 0058
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What is sealed of a last day that was moved; why a post is not counted.

CREATE POLICY more_rows ON sec.sealed_table TO jalon_sec USING (true) WITH CHECK (true);
INSERT INTO sec.sealed_table (code, name, compartments) VALUES (11, 'casework.last_day_change', ARRAY[2]::smallint[]);
DROP POLICY more_rows ON sec.sealed_table;

-- They have another signature now.
DROP FUNCTION IF EXISTS casework.next_place(offer.post, date);
DROP FUNCTION IF EXISTS casework.post_use(uuid);
