-- patch: 0010
-- after: 0009
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Accounts made by people: a record and a pair come after the row, and a person who lost her means gets new ones.

-- One function notes every change of an account from here on.
DROP TRIGGER IF EXISTS note_enrol ON sec.account;
DROP TRIGGER IF EXISTS note_change ON sec.account;
DROP FUNCTION IF EXISTS sec.on_account_change();

ALTER TYPE sec.session_end ADD VALUE 'administrator';
ALTER TYPE sec.session_end ADD VALUE 'disabled';
ALTER TYPE sec.session_end ADD VALUE 'reset';
ALTER TYPE sec.session_end ADD VALUE 'refound';
COMMENT ON TYPE sec.session_end IS
    'sign_out: by the person; expired: idle or absolute end; password: the record changed; '
    'administrator: ended for the person; disabled, reset: with the account; refound: by a recovery.';

ALTER TABLE sec.account ALTER COLUMN record DROP NOT NULL;
ALTER TABLE sec.account ALTER COLUMN public_key DROP NOT NULL;
ALTER TABLE sec.account ADD COLUMN enrolled_generation integer NOT NULL DEFAULT 0 CHECK (enrolled_generation >= 0);
UPDATE sec.account SET enrolled_generation = 1 WHERE last_totp_step > 0;
ALTER TABLE sec.account ADD CHECK (state <> 'active' OR record IS NOT NULL);
COMMENT ON COLUMN sec.account.record IS
    'Sign-in or enrolment record, opaque, only the vault reads it; absent until the vault has made one.';
COMMENT ON COLUMN sec.account.public_key IS 'Public half of the user pair; absent until the vault has made one.';
COMMENT ON COLUMN sec.account.enrolled_generation IS
    'Generation of the pair that the person holds since she last took her account; 0: she never did.';

-- A recovery puts certificates of the new root in the place of the old ones, all in one transaction.
ALTER TABLE sec.case_key ALTER CONSTRAINT case_key_owner_kind_owner_owner_generation_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE sec.founding ADD COLUMN round integer NOT NULL DEFAULT 1 CHECK (round >= 1);
COMMENT ON COLUMN sec.founding.round IS '1, and one more for each recovery.';
