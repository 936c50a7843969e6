-- patch: 0029
-- after: 0028
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What is sealed of hours, incidents and reports.

CREATE POLICY more_rows ON sec.sealed_table TO jalon_sec USING (true) WITH CHECK (true);
INSERT INTO sec.sealed_table (code, name, compartments) VALUES
    (7, 'casework.hours_report', ARRAY[4]::smallint[]),
    (8, 'casework.incident', ARRAY[2, 4]::smallint[]),
    (9, 'casework.judge_report', ARRAY[2]::smallint[]),
    (10, 'casework.hours_entry', ARRAY[2]::smallint[]);
DROP POLICY more_rows ON sec.sealed_table;
