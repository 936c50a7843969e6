/* SPDX-License-Identifier: EUPL-1.2 */
/* A counsellor looks at the own caseload: a page of cases with their identities, opened as one batch with one entry. */
#ifndef JALON_APP_LIST_CASES_H
#define JALON_APP_LIST_CASES_H

#include "app/service.h"
#include "store/case_file.h"
#include "wire/vault_msg.h"

struct list_cases_item {
    struct case_file file;
    struct vault_bytes identity; /* p == NULL: none when file.ident_version is 0, else integrity */
};

struct list_cases_out {
    struct list_cases_item item[CASE_FILE_PAGE];
    size_t n;
    bool more; /* there are others behind the last one */
    struct buf plain; /* secret; holds the identities */
};

/* after may be NULL: the first page. REFUSAL_KEY_MISSING for who was not given the secret of her unit. out wants
 * list_cases_release whatever happened. */
int list_cases_do(struct service *s, const struct service_caller *c, const struct page_cursor *after,
                  struct list_cases_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_cases_release(struct list_cases_out *out);

#endif
