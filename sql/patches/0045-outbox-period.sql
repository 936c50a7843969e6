-- patch: 0045
-- after: 0044
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Rows of the outbox that are sealed do not stay for ever (sec.forget_sealed).

COMMENT ON TABLE sec.outbox IS
    'What was written, by whom, and its index in the sealed log once it is there. World: sec. Retention: outbox.';
