/* SPDX-License-Identifier: EUPL-1.2 */
/* Writes COPY text for the peers' table of cases: gen_cases N. A sealed field is one byte of key version, a nonce of
 * 24, then XChaCha20-Poly1305 bound to the case's id (8 bytes, big-endian) and the field's number. Always the same. */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 6
#define LONGEST 512

static uint64_t state = 0x9e3779b97f4a7c15u;

/* splitmix64 */
static uint64_t next(void)
{
    uint64_t z = (state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int below(uint64_t n)
{
    return (int)(next() % n);
}

static void put_word(char *out, int n)
{
    static const char syllables[] = "kalomiretavonesijubaderoanelisur";
    size_t at = strlen(out);

    for (int i = 0; i < n; i += 2)
        memcpy(out + at + i, syllables + 2 * below(16), 2);
    out[at] = (char)(out[at] - 'a' + 'A');
    out[at + (size_t)n] = '\0';
}

static void put_note(char *out)
{
    for (int words = 6 + below(20); words > 0; words--) {
        put_word(out, 4 + below(6) / 2 * 2);
        memcpy(out + strlen(out), " ", 2);
    }
}

static void make_plain(int field, char out[LONGEST])
{
    char a[64] = "", b[64] = "";

    out[0] = '\0';
    put_word(a, 4 + 2 * below(5));
    put_word(b, 6 + 2 * below(5));
    switch (field) {
    case 0: (void)snprintf(out, LONGEST, "%s %s", a, b); break;
    case 1: (void)snprintf(out, LONGEST, "%04d-%02d-%02d", 1955 + below(50), 1 + below(12), 1 + below(28)); break;
    case 2: (void)snprintf(out, LONGEST, "%d, rue %s, %05d %s", 1 + below(200), a, below(99999), b); break;
    case 3: (void)snprintf(out, LONGEST, "+33%09" PRIu64, next() % 1000000000u); break;
    case 4: (void)snprintf(out, LONGEST, "%011" PRIu64, next() % 100000000000u); break;
    default: put_note(out); break;
    }
}

static void put_field(uint64_t id, int field)
{
    static const unsigned char key[32] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                          16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
    unsigned char sealed[25 + LONGEST + 16] = {1};
    unsigned char bound[9] = {0};
    unsigned long long n;
    char plain[LONGEST];

    make_plain(field, plain);
    for (int i = 0; i < 8; i++)
        bound[i] = (unsigned char)(id >> (56 - 8 * i));
    bound[8] = (unsigned char)field;
    for (int i = 0; i < 24; i += 8) {
        uint64_t r = next();
        memcpy(sealed + 1 + i, &r, 8);
    }
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 25, &n, (const unsigned char *)plain, strlen(plain), bound,
                                               sizeof bound, NULL, sealed + 1, key);
    (void)fputs("\t\\\\x", stdout);
    for (size_t i = 0; i < 25 + n; i++)
        (void)printf("%02x", sealed[i]);
}

int main(int argc, char **argv)
{
    long n = argc == 2 ? atol(argv[1]) : 0;

    if (n < 1 || sodium_init() < 0)
        return 2;
    for (long id = 1; id <= n; id++) {
        int district = 1 + below(50);

        (void)printf("%ld\t%d\t%d\t%d\t%04d-%02d-%02d %02d:%02d:00Z\t%d\t%d", id, district, district * 20 + below(20),
                     below(10) < 7 ? 1 : 2, 2018 + below(8), 1 + below(12), 1 + below(28), below(24), below(60),
                     600 + below(200) * 60, below(600));
        for (int field = 0; field < FIELDS; field++)
            put_field((uint64_t)id, field);
        (void)putchar('\n');
    }
    return 0;
}
