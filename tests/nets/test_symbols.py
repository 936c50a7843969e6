# SPDX-License-Identifier: EUPL-1.2
"""make symbols catches a library in a program that must not have it, and a program linked without the hardening."""
from planted import Tree, bites, passes
from tap import ROOT, run, test

NET = ROOT / "tests/nets/symbols"
HARD = ("-fPIE", "-pie", "-Wl,-z,relro,-z,now,-z,noexecstack")
EMPTY = "int main(void)\n{\n    return 0;\n}\n"


def program(tree, name, source, *flags):
    tree.write("main.c", source)
    (tree.root / "bin").mkdir(exist_ok=True)
    status, output = tree.run("gcc", "-I/usr/include/postgresql", "-o", f"bin/{name}", "main.c", *flags)
    if status:
        raise RuntimeError(output)


def small(name):
    """A tree with that one program, empty and linked as it must be."""
    tree = Tree("src/ROOMS")
    program(tree, name, EMPTY, *HARD)
    passes(tree, NET, "bin")
    return tree


def breach(rule, name, include, call, library, symbol):
    @test(f"symbols: {rule}")
    def _():
        tree = small(name)
        program(tree, name, f"#include {include}\nint main(void)\n{{\n    {call};\n    return 0;\n}}\n", *HARD, library)
        bites(tree, f"{name}: must not have {symbol}", NET, "bin")


AEAD = "unsigned char b[64] = {0}; crypto_aead_xchacha20poly1305_ietf_keygen(b)"
breach("the vault has no database", "jalon-vault", "<libpq-fe.h>", "PQfinish(0)", "-lpq", "PQfinish")
breach("the vault has no HTTP", "jalon-vault", "<microhttpd.h>", "MHD_get_version()", "-lmicrohttpd", "MHD_get_version")
breach("the sealer has no JSON", "jalon-sealer", "<jansson.h>", "json_object()", "-ljansson", "json_object")
breach("the web has no cipher", "jalond", "<sodium.h>", AEAD, "-lsodium", "crypto_aead_")
breach("the web has no password hash", "jalond", "<sodium.h>", 'crypto_pwhash_str_verify("", "", 0)', "-lsodium",
       "crypto_pwhash_")
breach("the web has no signing", "jalond", "<sodium.h>", "unsigned char p[32], s[64]; crypto_sign_keypair(p, s)",
       "-lsodium", "crypto_sign_keypair")
breach("the verifier makes no signature", "jalon-verify", "<sodium.h>",
       "unsigned char p[32], s[64]; crypto_sign_keypair(p, s)", "-lsodium", "crypto_sign_keypair")
breach("the verifier has no network", "jalon-verify", "<sys/socket.h>", "socket(1, 1, 0)", "-lc", "socket")


@test("symbols: the verifier may check a signature")
def _():
    tree = small("jalon-verify")
    program(tree, "jalon-verify", "#include <sodium.h>\nint main(void)\n{\n    unsigned char s[64], p[32];\n"
            "    return crypto_sign_verify_detached(s, s, 0, p);\n}\n", *HARD, "-lsodium")
    passes(tree, NET, "bin")


@test("symbols: a stripped program is read as well")
def _():
    tree = small("jalon-vault")
    program(tree, "jalon-vault", "#include <libpq-fe.h>\nint main(void)\n{\n    PQfinish(0);\n    return 0;\n}\n",
            *HARD, "-lpq", "-s")
    bites(tree, "jalon-vault: must not have PQfinish", NET, "bin")


@test("symbols: a program at a fixed address, bound lazily, or with an executable stack is refused")
def _():
    for flags, says in ((("-no-pie", "-Wl,-z,relro,-z,now"), "not position independent"),
                        (("-fPIE", "-pie", "-Wl,-z,lazy"), "binds lazily"),
                        (("-fPIE", "-pie", "-Wl,-z,norelro,-z,now"), "no read-only relocations"),
                        (("-fPIE", "-pie", "-Wl,-z,now,-z,execstack"), "executable stack")):
        tree = small("jalond")
        program(tree, "jalond", EMPTY, *flags)
        bites(tree, says, NET, "bin")


@test("symbols: a program that the net does not know is refused, and so is an empty folder")
def _():
    tree = small("jalond")
    program(tree, "jalon-new", EMPTY, *HARD)
    bites(tree, "jalon-new: has no line", NET, "bin")
    bites(tree, "nothing was checked", NET, "none")


run()
