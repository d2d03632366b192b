# SPDX-License-Identifier: BSD-2-Clause
# What the fuzzer of the file of a list starts from.

$(FUZZ)/list_seeds: tests/fuzz/list_seeds.c $(call archives,judge core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,judge core)

$(FUZZ)/seeds/.lists: $(FUZZ)/list_seeds
	@mkdir -p $(@D)/fuzz_list
	$(Q)$< $(@D)/fuzz_list && touch $@

TEST_PROGRAMS += $(if $(HAVE_FUZZER),$(FUZZ)/seeds/.lists)
