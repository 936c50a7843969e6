-- patch: 0060
-- after: 0059
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- One function says at which sites people of cases are, of one case or of many.
DROP FUNCTION IF EXISTS casework.posts_of_cases(uuid[]);
