-- patch: 0036
-- after: 0035
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A unit's pair moves on to its next generation when a member has left: every member gets the new secret, and the one
-- before it lies in a box for the new pair.

ALTER TYPE sec.session_end ADD VALUE 'keys';
COMMENT ON TYPE sec.session_end IS
    'sign_out: by the person; expired: idle or absolute end; password: the record changed; '
    'administrator: ended for the person; disabled, reset: with the account; refound: by a recovery; '
    'keys: the unit''s pair moved on.';

ALTER TABLE sec.box DROP CONSTRAINT box_kind_check;
ALTER TABLE sec.box ADD CONSTRAINT box_kind_check CHECK (kind IN (1, 2, 3, 5));
ALTER TABLE sec.box ADD CHECK (kind <> 5 OR recipient_kind = 2 AND subject_kind = 2 AND subject = recipient
                                            AND subject_generation = recipient_generation - 1);
COMMENT ON COLUMN sec.box.kind IS
    '1 membership, 2 recovery, 3 reader of a case, 5 a unit''s secret for its next pair.';
