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
    "  found --file FILE [--again]       loads what jalon-vault found made; once, and again after a recovery\n"
    "  recovery --out FILE               writes what jalon-vault found --recover needs when the root is lost\n"
    "  mac-keys --file FILE | --drop     the next MAC keys, of jalon-vault mac-keys print; drops the old ones\n"
    "  communes FILE --since YYYY-MM-DD  loads a table of communes and the first day of its millésime\n"
    "  doctor                            looks at everything that has to be so; exit 1 when something is not\n"
    "  demo --codes FILE --manifest FILE --out FILE [--territory TABLE]\n"
    "                                    people and cases of the demonstration; accounts go to --out;\n"
    "                                    --territory: all of it, with the communes of this table\n"
    "  backup --out FOLDER               database, log and keys into a new folder, while everything runs\n"
    "  restore --from FOLDER [--check]   the database of a backup; deploy/run restore does the whole;\n"
    "                                    --check only compares the backup with its manifest\n"
    "       jalon --version | --help\n";

static const char *const keys[] = {"super_database", "database", "web_database", "vault", "sealer", "sql",
                                   "postgres_bin", "demonstration", NULL};

struct arguments {
    const char *config, *verb, *operand;
    const char *file, *since, *codes, *manifest, *out, *from, *territory;
    bool status, again, check, drop;
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
        {"status", no_argument, NULL, 't'},         {"again", no_argument, NULL, 'a'},
        {"drop", no_argument, NULL, 'd'},
        {"from", required_argument, NULL, 'r'},     {"check", no_argument, NULL, 'x'},
        {"territory", required_argument, NULL, 'y'},
        {"version", no_argument, NULL, 'v'},        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
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
        case 'a': a->again = true; break;
        case 'd': a->drop = true; break;
        case 'r': a->from = optarg; break;
        case 'x': a->check = true; break;
        case 'y': a->territory = optarg; break;
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

enum argument {
    OPERAND = 1,
    WITH_FILE = 2,
    SINCE = 4,
    CODES = 8,
    MANIFEST = 16,
    OUT = 32,
    STATUS = 64,
    AGAIN = 128,
    FROM = 256,
    CHECK = 512,
    TERRITORY = 1024,
    DROP = 2048
};

static unsigned given(const struct arguments *a)
{
    return (a->operand != NULL ? OPERAND : 0u) | (a->file != NULL ? WITH_FILE : 0u) | (a->since != NULL ? SINCE : 0u) |
           (a->codes != NULL ? CODES : 0u) | (a->manifest != NULL ? MANIFEST : 0u) | (a->out != NULL ? OUT : 0u) |
           (a->status ? STATUS : 0u) | (a->again ? AGAIN : 0u) |
           (a->from != NULL ? FROM : 0u) | (a->check ? CHECK : 0u) |
           (a->territory != NULL ? TERRITORY : 0u) | (a->drop ? DROP : 0u);
}

/* The verb is this one and has exactly its own arguments. */
static bool is(const struct arguments *a, const char *verb, unsigned required, unsigned optional)
{
    return strcmp(a->verb, verb) == 0 && (given(a) & ~optional) == required;
}

static int run(const struct conf *c, const struct arguments *a)
{
    if (is(a, "setup", 0, 0))
        return verbs_setup(c);
    if (is(a, "migrate", 0, STATUS))
        return verbs_migrate(c, a->status);
    if (is(a, "found", WITH_FILE, AGAIN))
        return verbs_found(c, a->file, a->again);
    if (is(a, "recovery", OUT, 0))
        return verbs_recovery(c, a->out);
    if (is(a, "mac-keys", WITH_FILE, 0))
        return verbs_mac_keys(c, a->file);
    if (is(a, "mac-keys", DROP, 0))
        return verbs_mac_keys_drop(c);
    if (is(a, "communes", OPERAND | SINCE, 0))
        return verbs_communes(c, a->operand, a->since);
    if (is(a, "doctor", 0, 0))
        return verbs_doctor(c);
    if (is(a, "demo", CODES | MANIFEST | OUT, TERRITORY))
        return verbs_demo(c, &(struct verbs_demo_files){a->codes, a->manifest, a->out, a->territory});
    if (is(a, "backup", OUT, 0))
        return verbs_backup(c, a->config, a->out);
    if (is(a, "restore", FROM, CHECK))
        return verbs_restore(c, a->from, a->check);
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
