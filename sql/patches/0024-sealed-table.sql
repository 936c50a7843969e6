-- patch: 0024
-- after: 0023
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- More records to seal: the profile for matching of a case, what justice said of a measure, copies of decisions.

CREATE POLICY more_rows ON sec.sealed_table TO jalon_sec USING (true) WITH CHECK (true);
UPDATE sec.sealed_table SET compartments = ARRAY[1, 3]::smallint[] WHERE code = 1;
INSERT INTO sec.sealed_table (code, name, compartments) VALUES
    (2, 'casework.measure', ARRAY[2]::smallint[]),
    (3, 'casework.authority_act', ARRAY[2]::smallint[]);
DROP POLICY more_rows ON sec.sealed_table;

-- It says now whether the person is a minor.
DROP FUNCTION IF EXISTS casework.open_case(bytea, bytea);
