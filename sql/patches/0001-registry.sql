-- patch: 0001
-- after: none
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The registry that says which patches this database has had.

CREATE TABLE sec.migration (
    patch text PRIMARY KEY CHECK (patch ~ '^[0-9]{4}$'),
    after text NOT NULL UNIQUE,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE sec.migration ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.migration FORCE ROW LEVEL SECURITY;
-- The one policy that cannot wait for the reload: the migrator registers this very patch.
CREATE POLICY owner ON sec.migration TO jalon_sec USING (true) WITH CHECK (true);

COMMENT ON TABLE sec.migration IS 'Patches applied, each with its predecessor. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.migration.patch IS 'Number of the patch, first four characters of its file name.';
COMMENT ON COLUMN sec.migration.after IS 'Number of the patch before it, none for the first.';
COMMENT ON COLUMN sec.migration.sha256 IS 'SHA-256 of the file as it was applied; a changed file is refused.';
COMMENT ON COLUMN sec.migration.applied_at IS 'When it was applied.';
