/* SPDX-License-Identifier: EUPL-1.2 */
/* What the use cases of matching hold while they look at one case: facts, law, the opened profile, and the memory in
 * which match/ computes. Secret; about 165 KB. */
#ifndef JALON_APP_MATCH_LOOK_H
#define JALON_APP_MATCH_LOOK_H

#include "app/match_case.h"
#include "app/match_offer.h"
#include "app/territories.h"

struct match_look {
    struct service_desk desk;
    struct tx_who who;
    const struct service_caller *caller;
    const struct match_case_in *in;
    const struct uuid *chain; /* NULL: none is replaced */
    struct matching_case found;
    struct territory *base;   /* held; NULL: none that can be brought up to date */
    struct territory *posts;  /* held; NULL before match_look_posts */
    struct match_offer *one;  /* held; NULL before match_look_one, and where there is no such post */
    struct match_offer *const *offer; /* what was looked for last: the posts, or the one */
    const struct glance_post *front;  /* of these posts; NULL: of the one */
    size_t n;
    struct matching_law law;
    struct profile profile;
    struct uuid met[MATCHING_MET];
    struct match_snapshot_in sources;
    struct match_material material;
    struct match match;
    struct glance glance;
    struct match_snapshot meant;
    bool knows_person;        /* what the profile made one ask for is in sources */
};

/* From the case to its opened profile. chain: that of the placement to be replaced, or NULL; in, c and chain stay
 * borrowed. An error or *no tells why not, see match_case_do. match_look_end wants *out whatever happened. */
int match_look_begin(struct match_look **out, struct service *s, const struct service_caller *c,
                     const struct match_case_in *in, const struct uuid *chain, enum refusal *no)
    __attribute__((warn_unused_result));
/* posts: those of the département, out of memory where nothing of them changed. */
int match_look_posts(struct match_look *l, enum refusal *no) __attribute__((warn_unused_result));
/* one: that post, whatever its state and wherever it is. in_charge: nil, or who is instead of whom the post names. */
int match_look_one(struct match_look *l, const struct uuid *post, const struct uuid *in_charge, enum refusal *no)
    __attribute__((warn_unused_result));
/* Closes the desk, which match_look_return opens again to look for more; what was found stays. Returns rc. */
int match_look_leave(struct match_look *l, int rc, enum refusal no);
int match_look_return(struct match_look *l) __attribute__((warn_unused_result));
/* Closes the desk, wipes and frees. Returns rc. */
int match_look_end(struct match_look *l, int rc, enum refusal no);

#endif
