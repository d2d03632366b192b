# SPDX-License-Identifier: BSD-2-Clause
# How each kind of test is built; `make test` is in the Makefile and runs tests/run.

# Hand-made frames and a writer of captures, for whatever needs them.
FRAMES := $(B)/tests/libframes.a

$(B)/tests/frames/%.o: tests/frames/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -c $< -o $@

$(FRAMES): $(patsubst tests/%.c,$(B)/tests/%.o,$(wildcard tests/frames/*.c))
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^

# A unit test is linked with its module's layer and what that layer may see, nothing else.
# A build that lacks a library lacks the tests of what needs it; tests/run says so.
LEFT_OUT := $(SKIP_SOURCES) $(if $(HAVE_SDL),,$(wildcard user/globe/*.c user/sdl/*.c))
LEFT_OUT_TESTS := $(foreach s,$(notdir $(LEFT_OUT)),tests/unit/test_$(s) tests/fuzz/fuzz_$(s))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(filter-out $(LEFT_OUT_TESTS),\
	$(wildcard tests/unit/test_*.c)))
module_of = $(patsubst fuzz_%,%,$(patsubst test_%,%,$(1)))
layer_of = $(notdir $(patsubst %/,%,$(dir $(firstword $(wildcard user/*/$(module_of).c)))))

define unit_test
$(B)/tests/unit/$(1): tests/unit/$(1).c $(wildcard tests/unit/*.h) $$(call archives,$(2) $$(SEES_$(2))) $(FRAMES)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(ALL_CFLAGS) -Itests -MMD -MP -MT $$@ -MF $$@.d $$< -o $$@ $(FRAMES) \
		$$(call libraries,$(2) $$(SEES_$(2))) -lcmocka
endef
$(foreach t,$(notdir $(UNIT_TESTS)),$(eval $(call unit_test,$(t),$(call layer_of,$(t)))))

.PHONY: unit
unit: $(UNIT_TESTS)
	@set -e; for t in $^; do $$t; done

# What the other suites run, built by `make test` beforehand.
TEST_PROGRAMS :=

# Makes captures and knows what is in them.
$(B)/tests/mkcap: $(wildcard tests/captures/*.c) $(FRAMES)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests $(filter %.c,$^) -o $@ $(FRAMES)

$(B)/tests/mkcap: tests/captures/mkcap.h
TEST_PROGRAMS += $(B)/tests/mkcap

# A fuzz target is linked with its layers once more, under sanitizers. Without libFuzzer there
# are none, and tests/fuzz/run.sh says so.
FUZZ := $(B)/tests/fuzz
FUZZ_SECONDS ?= 20
HAVE_FUZZER := $(wildcard $(shell $(CLANG) -print-runtime-dir 2>/dev/null)/libclang_rt.fuzzer*.a)
FUZZ_TARGETS := $(patsubst tests/fuzz/%.c,$(FUZZ)/%,$(filter-out $(LEFT_OUT_TESTS),\
	$(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_FLAGS := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_CC = $(CLANG) $(ALL_CFLAGS) -Itests $(FUZZ_FLAGS)
TEST_PROGRAMS += $(if $(HAVE_FUZZER),$(FUZZ_TARGETS) $(FUZZ)/seeds/.made)

fuzz_objects = $(patsubst %.c,$(FUZZ)/%.o,$(filter-out user/source/ebpf%,$(wildcard user/$(1)/*.c)))
fuzz_archives = $(foreach l,$(1),$(FUZZ)/lib$(l).a)

$(FUZZ)/user/%.o: user/%.c
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) -fsanitize=fuzzer-no-link -MMD -MP -c $< -o $@

define fuzz_layer
$(FUZZ)/lib$(1).a: $(call fuzz_objects,$(1))
	@rm -f $$@
	$$(Q)$$(AR) rcsD $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call fuzz_layer,$(l))))

define fuzz_target
$(FUZZ)/$(1): tests/fuzz/$(1).c $$(call fuzz_archives,$(2) $$(SEES_$(2)))
	@mkdir -p $$(@D)
	$$(Q)$$(FUZZ_CC) -fsanitize=fuzzer -MMD -MP -MT $$@ -MF $$@.d $$< -o $$@ -Wl,--start-group \
		$$(call fuzz_archives,$(2) $$(SEES_$(2))) -Wl,--end-group \
		$$(foreach l,$(2) $$(SEES_$(2)),$$(LIBS_$$(l))) -lm
endef
$(foreach t,$(notdir $(FUZZ_TARGETS)),$(eval $(call fuzz_target,$(t),$(call layer_of,$(t)))))

$(FUZZ)/mkseeds: tests/fuzz/mkseeds.c $(FRAMES)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< -o $@ $(FRAMES)

$(FUZZ)/seeds/.made: $(FUZZ)/mkseeds
	@mkdir -p $(@D)
	$< $(@D) && touch $@

.PHONY: fuzz
fuzz: $(if $(HAVE_FUZZER),$(FUZZ_TARGETS) $(FUZZ)/seeds/.made)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run.sh
