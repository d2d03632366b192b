# SPDX-License-Identifier: BSD-2-Clause
# The history of a million peers; `make bench` builds and runs it.

BENCH_HISTORY := $(B)/tests/bench/history

$(BENCH_HISTORY): tests/bench/history.c $(call archives,judge core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,judge core)

bench-programs: $(BENCH_HISTORY)
