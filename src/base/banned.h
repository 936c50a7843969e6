/* SPDX-License-Identifier: EUPL-1.2 */
/* Functions that nobody here calls. Included last in every .c file (make lint looks). */
#ifndef JALON_BASE_BANNED_H
#define JALON_BASE_BANNED_H

#undef alloca /* a macro of stdlib.h */
/* Under clang with fortify these two are macros. */
#undef sprintf
#undef vsprintf

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok strtok_r atoi atol atoll atof
#pragma GCC poison system popen gmtime localtime ctime asctime rand srand random tmpnam mktemp alloca
/* What another thread may write over or read at the same time; a line of the log says "%m". */
#pragma GCC poison strerror strsignal setenv putenv unsetenv setlocale getpwnam getpwuid getgrnam getgrgid
#pragma GCC poison gethostbyname inet_ntoa ttyname ptsname getlogin

#endif
