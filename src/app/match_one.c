/* SPDX-License-Identifier: EUPL-1.2 */
/* Made ready for no weeks: it is for few matches. */
#include "app/match_one.h"
#include "base/err.h"

#include "base/banned.h"

enum { POST, TAKEN };

void match_one_steps(struct conn_step steps[MATCH_ONE_STEPS], struct param_list params[MATCH_ONE_STEPS],
                     const struct uuid *post, const struct uuid *chain, const struct uuid *in_charge)
{
    matching_posts_these_step(&steps[POST], &params[POST], post, 1, in_charge);
    matching_posts_taken_of_these_step(&steps[TAKEN], &params[TAKEN], post, 1, chain, in_charge);
}

int match_one_read(struct conn_step steps[MATCH_ONE_STEPS], struct match_offer **out)
{
    struct matching_posts posts = {0};
    int rc = matching_posts_read(&steps[POST], &steps[TAKEN], &posts);

    *out = NULL;
    if (rc == ERR_OK && posts.n == 1)
        rc = match_offer_new(out, &posts.post[0], posts.taken, posts.n_taken, NULL);
    matching_posts_release(&posts);
    return rc;
}
