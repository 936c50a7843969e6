/* SPDX-License-Identifier: EUPL-1.2 */
/* Why something could not be done. Functions return 0 (ERR_OK) or one of these negative numbers; what may not be
 * done is no error but a value (domain/refusal.h). */
#ifndef JALON_BASE_ERR_H
#define JALON_BASE_ERR_H

enum err {
    ERR_OK = 0,
    ERR_NOMEM = -1,       /* no memory left */
    ERR_IO = -2,          /* the system refused an operation on a file or socket (errno may tell more) */
    ERR_FORMAT = -3,      /* bytes that are not what the format says */
    ERR_LIMIT = -4,       /* over a stated maximum */
    ERR_INTEGRITY = -5,   /* authentic bytes were expected and these are not */
    ERR_DENIED = -6,      /* the other side refused, without saying why */
    ERR_CEILING = -7,     /* the sealer refused: a ceiling of reads or attempts is reached */
    ERR_UNAVAILABLE = -8, /* a needed program does not answer */
    ERR_TIMEOUT = -9,     /* the deadline passed */
    ERR_CLOSED = -10,     /* the peer closed the connection between two messages */
    ERR_CONFLICT = -11,   /* somebody else was faster: read again */
    ERR_NOTFOUND = -12,   /* no such thing, or none that the asker may see */
    ERR_INTERNAL = -13    /* a broken assumption of our own */
};

/* The name of an error for a log line, without the prefix: "integrity". Never NULL. */
const char *err_name(int err);

#endif
