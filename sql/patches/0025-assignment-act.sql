-- patch: 0025
-- after: 0024
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- An assignment that an authority without account decides (A-01). A value alone: PostgreSQL lets nothing use it in the
-- transaction that adds it.

ALTER TYPE casework.act_kind ADD VALUE 'assignment';
