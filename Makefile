# SPDX-License-Identifier: BSD-2-Clause
# make: build    make run: install, build and watch    make test: all tests    make help: the rest

B := build
CC ?= gcc
CLANG ?= clang
BPFTOOL ?= $(firstword $(wildcard /usr/sbin/bpftool /usr/local/sbin/bpftool) bpftool)
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local

# A line for each file that is made; V=1 shows the commands.
Q = $(if $(V),,@echo "  $(@:$(B)/%=%)" &&)

VERSION := 0.1.0
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Werror
CFLAGS ?= -O2 -g
REPRODUCIBLE := -ffile-prefix-map=$(CURDIR)=.
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARN) $(REPRODUCIBLE) -I. -Iuser -I$(B)/gen $(CFLAGS)

# What is installed decides what is built; nothing is left out silently (see `tell`).
have = $(shell $(PKG_CONFIG) --exists $(1) 2>/dev/null && echo yes)
HAVE_BPF := $(if $(and $(call have,libbpf),$(shell command -v $(CLANG)),$(shell command -v $(BPFTOOL))),yes)
HAVE_CURL := $(call have,libcurl)
HAVE_CURSES := $(call have,ncursesw)
HAVE_SDL := $(if $(and $(call have,sdl2),$(call have,freetype2),$(call have,libpng),$(call have,fontconfig)),yes)
NEEDED := libpcap sqlite3 libmaxminddb libseccomp jansson
MISSING := $(foreach t,$(firstword $(CC)) $(PKG_CONFIG),$(if $(shell command -v $(t)),,$(t)))
MISSING := $(strip $(or $(strip $(MISSING)),$(foreach p,$(NEEDED),$(if $(call have,$(p)),,$(p)))))

# --- layers: what is linked with what (scripts/layers enforces the includes) ---
LAYERS := core source judge feed geo model stream view app globe sdl
SEES_core :=
SEES_source := core
SEES_judge := core
SEES_feed := judge core
SEES_geo := core
SEES_model := geo core
SEES_stream := model geo core
SEES_view := model geo core
SEES_globe := stream model geo core
SEES_sdl := globe stream model geo core
SEES_app := view stream model judge source geo core

LIBS_source := $(if $(HAVE_BPF),$(shell $(PKG_CONFIG) --libs libbpf) -lelf -lz) -lpcap
LIBS_judge := -lsqlite3 -ljansson
LIBS_feed := $(shell $(PKG_CONFIG) --libs libcurl 2>/dev/null)
LIBS_geo := -lmaxminddb
LIBS_app := -lseccomp -ljansson $(if $(HAVE_CURSES),$(shell $(PKG_CONFIG) --libs ncursesw))
LIBS_sdl := $(shell $(PKG_CONFIG) --libs sdl2 libpng freetype2 fontconfig 2>/dev/null)

SKIP_SOURCES := $(if $(HAVE_BPF),,$(wildcard user/source/ebpf*.c)) $(if $(HAVE_CURL),,$(wildcard user/feed/*.c)) \
	$(if $(HAVE_CURSES),,user/app/top_screen.c)
CPPFLAGS_source := $(if $(HAVE_BPF),-DHAVE_BPF)
CPPFLAGS_app := -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"' $(if $(HAVE_CURSES),-DHAVE_CURSES)
CPPFLAGS_feed := -DVERSION='"$(VERSION)"'
CPPFLAGS_sdl := -DVERSION='"$(VERSION)"' -DPREFIX='"$(PREFIX)"' $(shell $(PKG_CONFIG) --cflags sdl2 libpng freetype2 fontconfig 2>/dev/null)

objects = $(patsubst user/%.c,$(B)/user/%.o,$(filter-out $(SKIP_SOURCES),$(wildcard user/$(1)/*.c)))
archives = $(foreach l,$(1),$(B)/lib$(l).a)
libraries = -Wl,--start-group $(call archives,$(1)) -Wl,--end-group $(foreach l,$(1),$(LIBS_$(l))) -lm

PROGRAMS := $(B)/redarc $(if $(HAVE_SDL),$(B)/redarc-globe) $(if $(HAVE_CURL),$(B)/redarc-feed)

.PHONY: all
all: check-needed tell $(PROGRAMS)

.PHONY: check-needed
check-needed:
	@$(if $(MISSING),echo "missing: $(MISSING)"; echo "run 'make setup' to install what redarc needs (scripts/setup --list names the packages)"; exit 1,:)

.PHONY: tell
tell:
	@$(if $(HAVE_BPF),:,echo "note: no libbpf$(,) clang or bpftool: watching through libpcap alone; the kernel path is left out")
	@$(if $(HAVE_SDL),:,echo "note: no SDL2$(,) FreeType or libpng: building the sensor alone; redarc-globe is left out")
	@$(if $(HAVE_CURSES),:,echo "note: no ncurses: redarc top prints one list$(,) and is not live")
	@$(if $(HAVE_CURL),:,echo "note: no libcurl: redarc-feed$(,) which fetches lists$(,) is left out")
, := ,

# --- the kernel's programs ---
BPF_CFLAGS := -target bpf -mcpu=v3 -O2 -g -Wall -Wextra -Werror -I. -I/usr/include/$(shell $(CC) -print-multiarch 2>/dev/null) \
	$(REPRODUCIBLE) -fdebug-compilation-dir=.
SKEL := $(B)/gen/redarc.skel.h

$(B)/bpf/redarc.bpf.o: bpf/redarc.bpf.c
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -MMD -MP -c $< -o $@

$(SKEL): $(B)/bpf/redarc.bpf.o
	@mkdir -p $(@D)
	$(Q)$(BPFTOOL) gen skeleton $< name redarc > $@.new && mv $@.new $@

$(patsubst user/%.c,$(B)/user/%.o,$(wildcard user/source/ebpf*.c)): $(SKEL)

# --- objects, archives, programs ---
define layer
$(B)/user/$(1)/%.o: user/$(1)/%.c
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(ALL_CFLAGS) $$(CPPFLAGS_$(1)) -MMD -MP -c $$< -o $$@

$(B)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	$$(Q)$$(AR) rcsD $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer,$(l))))

$(B)/redarc: $(call archives,app $(SEES_app))
	$(Q)$(CC) $(LDFLAGS) -o $@ $(B)/user/app/main.o $(call libraries,app $(SEES_app))

$(B)/redarc-globe: $(call archives,sdl $(SEES_sdl))
	$(Q)$(CC) $(LDFLAGS) -o $@ $(B)/user/sdl/main.o $(call libraries,sdl $(SEES_sdl))

$(B)/redarc-feed: $(call archives,feed $(SEES_feed))
	$(Q)$(CC) $(LDFLAGS) -o $@ $(B)/user/feed/main.o $(call libraries,feed $(SEES_feed))

$(B)/demo-traffic: scripts/demo-traffic.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP $< -o $@

include vendor/vendor.mk
include tests/tests.mk
include $(wildcard user/*/*.mk tests/*/*.mk)

# --- the manual ---
SCDOC := $(shell command -v scdoc)
MANUAL := $(if $(SCDOC),$(patsubst $(B)/%,$(B)/man/%.1,$(PROGRAMS)))
vpath %.1.scd user/app user/sdl user/feed

$(B)/man/%.1: %.1.scd
	@mkdir -p $(@D)
	$(SCDOC) <$< >$@

# --- for users: `make help` prints the lines that start with #: ---
.PHONY: help setup run demo test bench install uninstall clean
#: make                    build redarc, and redarc-globe where SDL2 is there
#: make run [IFACE=eth1]   install what is missing, build, watch the interface of the default
#:                         route; IFACE=demo plays made-up peers; ARGS="--no-globe" adds options
#: make test [SUITE=cli]   install what is missing, build and run all tests, or one suite
#: make bench              install what redarc is compared with, and measure; the tables are in
#:                         the README
#: make quality            play scenarios whose truth is known; this table too
#: make places             only fetch the databases of places and networks
#: make setup              only install what is missing; scripts/setup --list names it
#: make install            to PREFIX (/usr/local), below DESTDIR; make uninstall removes it
#: make clean              forget what was built; V=1 shows the commands of any of these
help:
	@sed -n 's/^#: //p' Makefile

setup:
	@scripts/setup build sensor globe

run:
	@scripts/run "$(IFACE)" $(ARGS)

demo: all demo-data $(B)/demo-traffic

test:
	@scripts/setup build sensor globe test
	@$(MAKE) --no-print-directory -j$(shell nproc) all test-programs
	@tests/run $(SUITE)

.PHONY: test-programs
test-programs: $(UNIT_TESTS) $(TEST_PROGRAMS) $(if $(HAVE_SDL),$(GOLDEN_PROGRAMS))

bench: all bench-programs
	@scripts/setup bench || echo "note: what is missing is left out"
	@tests/bench/run.sh

SHARED = $(wildcard $(addprefix vendor/data/*.,mmdb LICENSE)) $(if $(HAVE_SDL),$(DATA))
INSTALLED := $(DESTDIR)$(PREFIX)

install: all $(MANUAL)
	install -D -m 755 -t $(INSTALLED)/bin $(PROGRAMS)
	$(if $(SHARED),install -D -m 644 -t $(INSTALLED)/share/redarc $(SHARED))
	$(if $(MANUAL),install -D -m 644 -t $(INSTALLED)/share/man/man1 $(MANUAL))
	@$(if $(MANUAL),:,echo "note: no scdoc: the manual is left out")

uninstall:
	rm -f $(addprefix $(INSTALLED)/bin/,redarc redarc-globe redarc-feed)
	rm -f $(addprefix $(INSTALLED)/share/man/man1/,redarc.1 redarc-globe.1 redarc-feed.1)
	rm -rf $(INSTALLED)/share/redarc

clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
