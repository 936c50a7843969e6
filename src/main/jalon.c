/* SPDX-License-Identifier: EUPL-1.2 */
/* jalon: the administration on the command line. It holds no key and no rights of its own: what it may do is what the
 * passfile that it is pointed to may do. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"

#include "base/banned.h"

#ifndef JALON_VERSION
#define JALON_VERSION "0"
#endif

static const char usage[] =
    "usage: jalon --config FILE VERB\n"
    "  setup                             database, roles and passwords, by the cluster's superuser\n"
    "  migrate [--status]                applies what is missing of sql/; --status only says what is applied\n"
    "  found --file FILE                 loads what jalon-vault found made; once\n"
    "  communes FILE --since YYYY-MM-DD  loads a table of communes and the first day of its millésime\n"
    "  doctor                            looks at everything that has to be so; exit 1 when something is not\n"
    "  demo --codes FILE --manifest FILE --out FILE\n"
    "                                    people and cases of the demonstration; accounts go to --out\n"
    "       jalon --version | --help\n";

static const char *const keys[] = {"super_database", "database", "web_database", "vault", "sealer", "sql", NULL};

struct arguments {
    const char *config, *verb, *operand;
    const char *file, *since, *codes, *manifest, *out;
    bool status;
};

static _Noreturn void die_usage(void)
{
    (void)fputs(usage, stderr);
    exit(EX_USAGE);
}

static void read_arguments(struct arguments *a, int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'},   {"file", required_argument, NULL, 'f'},
        {"since", required_argument, NULL, 's'},    {"codes", required_argument, NULL, 'k'},
        {"manifest", required_argument, NULL, 'm'}, {"out", required_argument, NULL, 'o'},
        {"status", no_argument, NULL, 't'},         {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},           {NULL, 0, NULL, 0}};
    int c;

    while ((c = getopt_long(argc, argv, "c:", options, NULL)) != -1) {
        switch (c) {
        case 'c': a->config = optarg; break;
        case 'f': a->file = optarg; break;
        case 's': a->since = optarg; break;
        case 'k': a->codes = optarg; break;
        case 'm': a->manifest = optarg; break;
        case 'o': a->out = optarg; break;
        case 't': a->status = true; break;
        case 'v': (void)puts("jalon " JALON_VERSION " (EUPL-1.2)"); exit(EX_OK);
        case 'h': (void)fputs(usage, stdout); exit(EX_OK);
        default: die_usage();
        }
    }
    if (optind < argc)
        a->verb = argv[optind++];
    if (optind < argc)
        a->operand = argv[optind++];
    if (optind < argc || a->config == NULL || a->verb == NULL)
        die_usage();
}

/* Each verb has exactly its own arguments. */
static bool only(const struct arguments *a, bool operand, bool file, bool since, bool demo, bool status)
{
    bool has_demo = a->codes != NULL || a->manifest != NULL || a->out != NULL;
    bool whole_demo = a->codes != NULL && a->manifest != NULL && a->out != NULL;

    return (a->operand != NULL) == operand && (a->file != NULL) == file && (a->since != NULL) == since &&
           (demo ? whole_demo : !has_demo) && (status || !a->status);
}

static int run(const struct conf *c, const struct arguments *a)
{
    if (strcmp(a->verb, "setup") == 0 && only(a, false, false, false, false, false))
        return verbs_setup(c);
    if (strcmp(a->verb, "migrate") == 0 && only(a, false, false, false, false, true))
        return verbs_migrate(c, a->status);
    if (strcmp(a->verb, "found") == 0 && only(a, false, true, false, false, false))
        return verbs_found(c, a->file);
    if (strcmp(a->verb, "communes") == 0 && only(a, true, false, true, false, false))
        return verbs_communes(c, a->operand, a->since);
    if (strcmp(a->verb, "doctor") == 0 && only(a, false, false, false, false, false))
        return verbs_doctor(c);
    if (strcmp(a->verb, "demo") == 0 && only(a, false, false, false, true, false))
        return verbs_demo(c, a->codes, a->manifest, a->out);
    die_usage();
}

int main(int argc, char **argv)
{
    struct arguments a = {0};
    struct conf *c = NULL;
    char why[256] = "";

    log_init("jalon");
    read_arguments(&a, argc, argv);
    if (conf_load(&c, a.config, why) != ERR_OK || conf_check(c, "admin", keys, why) != ERR_OK)
        log_die(EX_CONFIG, "%s", why);
    if (secret_init() != ERR_OK)
        log_die(EX_OSERR, "no randomness");
    int code = run(c, &a);
    conf_free(c);
    if (fflush(stdout) != 0)
        return EX_IOERR;
    return code;
}
