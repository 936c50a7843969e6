/* SPDX-License-Identifier: EUPL-1.2 */
/* Every maximum of the edge in one place. Deadlines are defaults: the configuration may set them. */
#ifndef JALON_HTTP_LIMITS_H
#define JALON_HTTP_LIMITS_H

#define LIMITS_TARGET 1024          /* bytes of path and query */
#define LIMITS_HEADERS 40           /* header lines */
#define LIMITS_HEADER_BYTES 8192    /* request line and headers together */
#define LIMITS_CONNECTION_MEMORY 24576
#define LIMITS_CONNECTIONS 512      /* at once; each is a thread */
#define LIMITS_THREAD_STACK 262144
#define LIMITS_BODY 65536           /* no route may take more */
#define LIMITS_REPLY (8u << 20)
#define LIMITS_PROBLEM 65536 /* what a problem bears besides */
#define LIMITS_QUERY_FIELDS 20
#define LIMITS_QUERY_VALUE 256      /* decoded bytes of one value */

#define LIMITS_HEADER_MS 10000      /* from accept or first byte of a request to the end of its headers */
#define LIMITS_BODY_MS 20000        /* from there to the last byte of the body */
#define LIMITS_SEND_MS 30000        /* from the answer's first byte to its last */
#define LIMITS_IDLE_MS 60000        /* between two requests */
#define LIMITS_WORK_MS 60000        /* the work itself: a net below the deadlines of database and vault */
#define LIMITS_DRAIN_MS 10000       /* after TERM */

#endif
