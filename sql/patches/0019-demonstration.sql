-- patch: 0019
-- after: 0018
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Whether this database was founded as a demonstration: then what its loader writes is noted as that.

ALTER TABLE sec.founding ADD COLUMN demonstration boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN sec.founding.demonstration IS
    'Founded as a demonstration: the entries of its loader bear the action demo.load.';
