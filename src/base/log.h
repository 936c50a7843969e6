/* SPDX-License-Identifier: EUPL-1.2 */
/* What the operator reads: one line on stderr, "<6>program: event key=value". Never personal data, never secrets;
 * this is not the access log. A line longer than 1 KiB is cut; control characters are shown as '?'. */
#ifndef JALON_BASE_LOG_H
#define JALON_BASE_LOG_H

void log_init(const char *program); /* program must stay valid */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Says why and ends the program with a sysexits code. Start-up only. */
void log_die(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3), noreturn));

#endif
