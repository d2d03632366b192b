# SPDX-License-Identifier: BSD-2-Clause
# Scenarios with a known truth, and how well each policy tells good from bad: `make quality`.

QUALITY := $(B)/tests/quality

$(QUALITY)/scenario: $(filter-out tests/quality/evaluate.c,$(wildcard tests/quality/*.c)) \
	$(wildcard tests/quality/*.h) $(FRAMES) $(B)/libcore.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests $(filter %.c,$^) -o $@ $(FRAMES) $(B)/libcore.a -lm

$(QUALITY)/evaluate: tests/quality/evaluate.c $(B)/libcore.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(B)/libcore.a -ljansson -lm

.PHONY: quality
quality: $(QUALITY)/scenario $(QUALITY)/evaluate $(B)/tools/mkmmdb $(B)/redarc
	@tests/quality/run.sh
