# SPDX-License-Identifier: BSD-2-Clause
# How each kind of test is built; `make test` is in the Makefile and runs tests/run.

# A unit test is linked with its module's layer and what that layer may see, nothing else.
UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
layer_of = $(notdir $(patsubst %/,%,$(dir $(firstword $(wildcard user/*/$(patsubst test_%,%,$(1)).c)))))

define unit_test
$(B)/tests/unit/$(1): tests/unit/$(1).c $(wildcard tests/unit/*.h) $$(call archives,$(2) $$(SEES_$(2)))
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_CFLAGS) -Itests -MMD -MP $$< -o $$@ $$(call libraries,$(2) $$(SEES_$(2))) -lcmocka
endef
$(foreach t,$(notdir $(UNIT_TESTS)),$(eval $(call unit_test,$(t),$(call layer_of,$(t)))))

.PHONY: unit
unit: $(UNIT_TESTS)
	@set -e; for t in $^; do $$t; done
