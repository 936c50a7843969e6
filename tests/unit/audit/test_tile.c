/* SPDX-License-Identifier: EUPL-1.2 */
/* Tiles have the names of C2SP tlog-tiles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "audit/tile.h"

#include "base/banned.h"


static const struct {
    int level;
    uint64_t index;
    unsigned width;
    const char *path;
} rows[] = {
    {0, 0, 256, "tile/0/000"},
    {0, 0, 1, "tile/0/000.p/1"},
    {1, 7, 255, "tile/1/007.p/255"},
    {0, 999, 256, "tile/0/999"},
    {0, 1000, 256, "tile/0/x001/000"},
    {0, 1234067, 256, "tile/0/x001/x234/067"},
    {2, 1234067, 17, "tile/2/x001/x234/067.p/17"},
    {-1, 0, 256, "tile/entries/000"},
    {-1, 1000000, 112, "tile/entries/x001/x000/000.p/112"},
    {63, UINT64_MAX, 255, "tile/63/x018/x446/x744/x073/x709/x551/615.p/255"},
};

static void names_are_those_of_the_standard(void **state)
{
    char path[TILE_PATH];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tile_path(path, rows[i].level, rows[i].index, rows[i].width);
        assert_string_equal(path, rows[i].path);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_those_of_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
