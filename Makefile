# SPDX-License-Identifier: EUPL-1.2
# Jalon is built by this one file: GNU make, out of tree, one archive per room of src/ROOMS and the programs below.
# "make help" names the targets. CC, CFLAGS, CPPFLAGS, LDFLAGS, BUILD, DESTDIR and PREFIX are yours to set; V=1 shows
# the commands.

BUILD  ?= build
PREFIX ?= /usr/local
V      ?= 0
CFLAGS ?= -g
ifeq ($(origin CC),default)
CC := gcc
endif
# As many jobs as there are cores, where no -j says otherwise.
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(shell nproc)
endif

# --- what there is -------------------------------------------------------------------------------------------------

ROOMS := $(filter-out main,$(shell sed -n 's/^\([a-z]*\) *:.*/\1/p' src/ROOMS))

# program : the rooms it is made of, from the top down, then the libraries. No other room or library gets in.
PROGRAMS := jalond jalon-vault jalon-sealer jalon-worker jalon jalon-verify match-solve

jalond_ROOMS       := api web http app match assign store wire audit domain jail base
jalond_LIBS        := libpq libmicrohttpd jansson libsodium libseccomp pthread
jalon-vault_ROOMS  := vault wire jail base
jalon-vault_LIBS   := libsodium liboath libseccomp pthread
jalon-sealer_ROOMS := sealer audit wire jail domain base
jalon-sealer_LIBS  := libsodium libseccomp pthread
jalon-worker_ROOMS := worker store wire audit domain jail base
jalon-worker_LIBS  := libpq libsodium libseccomp
jalon_ROOMS        := admin app match assign store wire audit domain base
jalon_LIBS         := libpq libsodium liboath pthread
jalon-verify_ROOMS := verify audit base
jalon-verify_LIBS  := libsodium
match-solve_ROOMS  := assign base
match-solve_LIBS   :=

PACKAGES  := libsodium libseccomp liboath libpq libmicrohttpd jansson cmocka
SBIN      := jalond
BIN       := jalon jalon-verify match-solve
LIBEXEC   := jalon-vault jalon-sealer jalon-worker

# --- where it goes: SAN=1 (addresses and undefined behaviour), SAN=thread and SAN=fuzz have folders of their own -----

SAN ?=
B   := $(BUILD)$(if $(SAN),/$(if $(filter 1,$(SAN)),san,$(SAN)))

# --- flags ---------------------------------------------------------------------------------------------------------

WARN := -Wall -Wextra -Wconversion -Wshadow -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wdate-time -Werror
HARDEN := -fstack-protector-strong -ftrivial-auto-var-init=zero -fPIE -ffunction-sections -fdata-sections
ifeq ($(shell uname -m),x86_64)
HARDEN += -fstack-clash-protection -fcf-protection=full
endif
ifneq ($(findstring clang,$(CC)),)
WARN   += -Wcast-align
# clang before 16 wants to hear this to take the line above; later ones ignore it.
HARDEN += -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang
else
WARN   += -Wcast-align=strict -Wduplicated-cond -Wlogical-op -Wformat-signedness -Warith-conversion \
          -Wimplicit-fallthrough=5 -Wshift-overflow=2 -Walloc-zero
endif
# What a program does not call is not in it: "make symbols" looks at what is left.
HARDEN_LINK := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed -Wl,--gc-sections

ifeq ($(SAN),)
BUILD_FLAGS := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
else
SANITIZERS_1      := address,undefined
SANITIZERS_thread := thread
SANITIZERS_fuzz   := fuzzer-no-link,address,undefined
SANITIZE    := -fsanitize=$(or $(SANITIZERS_$(SAN)),$(error SAN=$(SAN) is none of 1, thread and fuzz))
BUILD_FLAGS := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all $(SANITIZE) -DJAIL_OFF_SANITIZER
endif

LANGUAGE = -std=gnu17 -D_GNU_SOURCE -Isrc $(PKG_CFLAGS) $(CPPFLAGS)
COMPILE = $(CC) $(LANGUAGE) $(WARN) $(BUILD_FLAGS) $(HARDEN) $(CFLAGS)
LINK    = $(CC) $(CFLAGS) $(BUILD_FLAGS) $(HARDEN_LINK) $(LDFLAGS)

ifeq ($(V),0)
say = @echo '  $(1)	$(@:$(B)/%=%)';
endif

# --- what follows from the lists -----------------------------------------------------------------------------------

sources  = $(wildcard src/$(1)/*.c)
objects  = $(patsubst src/%.c,$(B)/obj/%.o,$(call sources,$(1)))
# A room without a file has no archive, a program without its file in src/main is not built.
archives = $(foreach r,$(1),$(if $(call sources,$(r)),$(B)/lib/$(r).a))
libs     = $(foreach l,$(1),$(if $(filter pthread,$(l)),-pthread,$($(l)_PKG)))
main     = $(B)/obj/main/$(subst -,_,$(1)).o

BUILT     := $(foreach p,$(PROGRAMS),$(if $(wildcard src/main/$(subst -,_,$(p)).c),$(p)))
UNIT_SRC  := $(wildcard tests/unit/*/test_*.c)
UNIT      := $(patsubst tests/unit/%.c,$(B)/test/%,$(UNIT_SRC))
ANALYZED  := $(patsubst %.c,$(B)/analyzed/%,$(wildcard src/*/*.c $(addprefix tests/,*/*.c */*/*.c)))
FUZZERS   := $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
RUN_ENV    = BUILD='$(B)' # PORT, VAR and DEMO reach the recipe through the environment

# --- targets -------------------------------------------------------------------------------------------------------

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
.PHONY: all run start stop status test unit check check-long bench bench-service bench-match bench-matches \
        bench-plan bench-solver lint rooms headers symbols analyze lint-openapi fuzz fuzzers install uninstall deps \
        clean help FORCE

all: $(BUILT:%=$(B)/bin/%)

help:
	@echo 'make              build the programs into $(BUILD)/bin'
	@echo 'make run          start everything in the foreground on 127.0.0.1; PORT= and VAR= move it aside;'
	@echo '                  DEMO=small loads twenty cases instead of a whole territory'
	@echo 'make start, stop  the same in the background; make status tells'
	@echo 'make test         build, then unit, net, SQL, API and scenario tests; T=word runs those with it in their path'
	@echo 'make check        test, whole demonstration, lint, nets, analyzers, clang, sanitizers, fuzzing: what CI runs'
	@echo 'make check-long   the whole demonstration, long walks, valgrind, threads, failing allocations, killed programs'
	@echo 'make bench        speed: bench-service beside peers, bench-match of the matcher, bench-matches of its answer,'
	@echo '                  bench-plan of a plan for everybody, bench-solver beside another; each also alone'
	@echo 'make lint, rooms, headers, symbols   one net each; make lint-openapi the API document, by npm'
	@echo 'make analyze      gcc -fanalyzer and clang-tidy over all C; what did not change is not looked at again'
	@echo 'make fuzz         each fuzzer for SECONDS=30'
	@echo 'make install      to DESTDIR and PREFIX=$(PREFIX); make uninstall takes it away'
	@echo 'make deps         install what building, running and testing need (make does so by itself); make clean'
	@echo 'SAN=1 builds with ASan and UBSan into $(BUILD)/san; V=1 shows commands'

run: all
	@$(RUN_ENV) deploy/run foreground
start: all
	@$(RUN_ENV) deploy/run start
stop status:
	@$(RUN_ENV) deploy/run $@

unit: $(UNIT)
test: all unit
	@tests/run --build '$(B)' $(T)

check:
	@BUILD='$(BUILD)' .ci/run

check-long:
	@BUILD='$(BUILD)' .ci/run long

# One after the other, also under -j: what runs beside a measure spoils it.
bench:
	@for what in service match matches plan solver; do $(MAKE) --no-print-directory bench-$$what || exit; done

bench-service: all $(B)/bench/peer/gen_cases $(B)/bench/slow_flush.so
	@deploy/deps bench || echo 'bench: going on without what is missing'
	@BUILD='$(B)' tests/bench/service/run $(ROUNDS)

bench-match: $(B)/bench/bench_match
	@$<
bench-matches: all
	@BUILD='$(BUILD)' tests/bench/matches
bench-plan: all
	@JALON_BUILD='$(B)' tests/bench/plan
bench-solver: all $(B)/bench/bench_live
	@deploy/deps bench || echo 'bench: going on without what is missing'
	@BUILD='$(B)' tests/bench/match/run $(ROUNDS)

fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=fuzz fuzzers
	@tests/run --build '$(BUILD)/fuzz' --fuzz '$(or $(SECONDS),30)'
fuzzers: $(FUZZERS)

lint rooms headers:
	@tests/nets/$@
symbols: all
	@tests/nets/symbols '$(B)/bin'
analyze: $(ANALYZED)
	@echo 'analyze: $(words $(ANALYZED)) files, nothing found but what was planted'
lint-openapi: all
	@tests/openapi/lint '$(B)'

deps:
	@deploy/deps build

clean:
	rm -rf '$(BUILD)'

install: all
	install -d '$(DESTDIR)$(PREFIX)/sbin' '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/libexec/jalon' \
	    '$(DESTDIR)$(PREFIX)/share/doc/jalon'
	install -m 755 $(SBIN:%='$(B)/bin/%') '$(DESTDIR)$(PREFIX)/sbin/'
	install -m 755 $(BIN:%='$(B)/bin/%') '$(DESTDIR)$(PREFIX)/bin/'
	install -m 755 $(LIBEXEC:%='$(B)/bin/%') '$(DESTDIR)$(PREFIX)/libexec/jalon/'
	find sql -type f -exec install -D -m 644 {} '$(DESTDIR)$(PREFIX)/share/jalon/{}' ';'
	install -m 644 README.md SECURITY.md LICENSE '$(DESTDIR)$(PREFIX)/share/doc/jalon/'

uninstall:
	rm -f $(SBIN:%='$(DESTDIR)$(PREFIX)/sbin/%') $(BIN:%='$(DESTDIR)$(PREFIX)/bin/%')
	rm -rf '$(DESTDIR)$(PREFIX)/libexec/jalon' '$(DESTDIR)$(PREFIX)/share/jalon' '$(DESTDIR)$(PREFIX)/share/doc/jalon'

# --- rules ---------------------------------------------------------------------------------------------------------

$(B)/obj/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -MMD -MP -c -o $@ $<

define room
$(B)/lib/$(1).a: $(call objects,$(1)) $(B)/sources
	@mkdir -p $$(@D) && rm -f $$@
	$$(call say,AR)$(AR) rcD $$@ $(call objects,$(1))
endef
$(foreach r,$(ROOMS),$(eval $(call room,$(r))))

define program
$(B)/bin/$(1): $(call main,$(1)) $(call archives,$($(1)_ROOMS))
	@mkdir -p $$(@D)
	$$(call say,LD)$$(LINK) -o $$@ $$^ $$(call libs,$($(1)_LIBS))
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

$(B)/test/%: tests/unit/%.c $(call archives,$(ROOMS)) $(B)/flags
	@mkdir -p $(@D)
	$(call say,TEST)$(COMPILE) -MMD -MP -MF $@.d -MT $@ $(HARDEN_LINK) $(LDFLAGS) -o $@ $< \
	    -Wl,--start-group $(call archives,$(ROOMS)) -Wl,--end-group $(call libs,$(PACKAGES) pthread) -lm

$(B)/bench/%: tests/bench/%.c $(call archives,match assign domain base) $(B)/flags
	@mkdir -p $(@D)
	$(call say,BENCH)$(COMPILE) -MMD -MP -MF $@.d -MT $@ $(HARDEN_LINK) $(LDFLAGS) -o $@ $< \
	    $(call archives,match assign domain base) $(call libs,libsodium)

$(B)/bench/slow_flush.so: tests/bench/service/slow_flush.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,BENCH)$(COMPILE) -fPIC -shared -o $@ $<

$(B)/fuzz_%: tests/fuzz/fuzz_%.c $(call archives,$(ROOMS)) $(B)/flags
	@mkdir -p $(@D)
	$(call say,FUZZ)$(COMPILE) -fsanitize=fuzzer -MMD -MP -MF $@.d -MT $@ $(HARDEN_LINK) $(LDFLAGS) -o $@ $< \
	    -Wl,--start-group $(call archives,$(ROOMS)) -Wl,--end-group $(call libs,$(filter-out cmocka,$(PACKAGES)) pthread)

$(B)/analyzed/%: %.c $(B)/flags .clang-tidy tests/.clang-tidy tests/nets/analyze tests/nets/asserted.h
	@mkdir -p $(@D)
	$(call say,ANALYZE)tests/nets/analyze $< $@ $(LANGUAGE)

# Two notes, written anew only when what they say changes: other flags rebuild all, a file come or gone its archive.
note = @mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@
$(B)/flags: FORCE
	$(call note,$(COMPILE) $(LINK))
$(B)/sources: FORCE
	$(call note,$(sort $(foreach r,$(ROOMS),$(call sources,$(r)))))

# --- what must be installed ----------------------------------------------------------------------------------------
# Looked at before anything is built (and installed when missing); then pkg-config's answers are kept in packages.mk.
# make reads itself again once that file is there.

ifneq ($(filter-out clean deps help status stop uninstall,$(or $(MAKECMDGOALS),all)),)
$(BUILD)/packages.mk: FORCE
	@deploy/deps build $(if $(filter check check-long fuzz headers analyze,$(MAKECMDGOALS)),check)
	@test $@ -nt Makefile || { mkdir -p $(@D) && { \
	    for p in $(PACKAGES); do echo "$${p}_PKG := $$(pkg-config --libs $$p)" || exit; done; \
	    echo "PKG_CFLAGS := $$(pkg-config --cflags $(PACKAGES))"; } >$@.new && mv $@.new $@; }
include $(BUILD)/packages.mk
-include $(wildcard $(addprefix $(B)/,obj/*/*.d test/*/*.d bench/*.d analyzed/*/*/*.d analyzed/*/*/*/*.d *.d))
endif
