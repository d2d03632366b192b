# SPDX-License-Identifier: BSD-2-Clause
# How each kind of test is built; `make test` is in the Makefile and runs tests/run.

# Hand-made frames and a writer of captures, for whatever needs them.
FRAMES := $(B)/tests/libframes.a

$(B)/tests/frames/%.o: tests/frames/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -c $< -o $@

$(FRAMES): $(patsubst tests/%.c,$(B)/tests/%.o,$(wildcard tests/frames/*.c))
	@rm -f $@
	$(AR) rcsD $@ $^

# A unit test is linked with its module's layer and what that layer may see, nothing else.
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
module_of = $(patsubst fuzz_%,%,$(patsubst test_%,%,$(1)))
layer_of = $(notdir $(patsubst %/,%,$(dir $(firstword $(wildcard user/*/$(module_of).c)))))

define unit_test
$(B)/tests/unit/$(1): tests/unit/$(1).c $(wildcard tests/unit/*.h) $$(call archives,$(2) $$(SEES_$(2))) $(FRAMES)
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -Itests -MMD -MP -MT $$@ -MF $$@.d $$< -o $$@ $(FRAMES) \
		$$(call libraries,$(2) $$(SEES_$(2))) -lcmocka
endef
$(foreach t,$(notdir $(UNIT_TESTS)),$(eval $(call unit_test,$(t),$(call layer_of,$(t)))))

.PHONY: unit
unit: $(UNIT_TESTS)
	@set -e; for t in $^; do $$t; done
