/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef JALON_HTTP_LISTENER_H
#define JALON_HTTP_LISTENER_H

/* A TCP socket that listens on "127.0.0.1:8080" or "[::1]:8080": numbers only, nothing is looked up. The descriptor,
 * close-on-exec, is the caller's. ERR_FORMAT: no such address and port; ERR_IO: errno says why not. */
int listener_open(const char *text) __attribute__((warn_unused_result));

#endif
