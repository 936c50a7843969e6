/* SPDX-License-Identifier: EUPL-1.2 */
/* Places where a host has posts. Coordinates travel as millionths of a degree (about 10 cm): whole numbers that come
 * back as they went in. */
#ifndef JALON_STORE_SITE_H
#define JALON_STORE_SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "store/host.h"

#define SITE_ACCESS (500 * 4 + 1)
#define SITE_STOP (100 * 4 + 1)

enum site_statement {
    SITE_LIST,
    SITE_NEW,
    SITE_PUT,
    SITE_STATEMENTS
};

struct site_point {
    bool known;
    int32_t lat;
    int32_t lon;
};

struct site {
    struct uuid id;
    char name[USER_NAME];
    char address[HOST_ADDRESS];
    char insee[PLACE_INSEE + 1];
    char commune[HOST_COMMUNE];
    struct site_point point;
    char access[SITE_ACCESS];
    bool step_free;
    char stop[SITE_STOP];  /* "": not said, like these */
    char lines[SITE_STOP];
    int32_t stop_walk_min; /* 0: not said */
    bool closed;
    int32_t version;
};

/* A site as it is written. */
struct site_sheet {
    const char *name;
    const char *address;
    const char *insee;
    struct site_point point;
    const char *access;
    bool step_free;
    const char *stop; /* NULL as "": not said; then nothing of these two */
    const char *lines;
    int32_t stop_walk_min; /* 0: not said */
    bool closed; /* of no account for a new one */
};

extern const struct conn_group site_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
/* The sites of a host by name. */
void site_list_step(struct conn_step *s, struct param_list *p, const struct uuid *host);
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT. */
int site_read_list(const struct conn_step *s, struct site **out, size_t *n) __attribute__((warn_unused_result));
/* key and digest: 32 bytes each. */
void site_new_step(struct conn_step *s, struct param_list *p, const struct uuid *host, const struct site_sheet *h,
                   const unsigned char *key, const unsigned char *digest);
void site_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                   const struct site_sheet *h);

#endif
