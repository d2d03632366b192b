# SPDX-License-Identifier: BSD-2-Clause
# Lists of a million entries; `make build/tests/bench/lists` builds it, running it measures.

$(B)/tests/bench/lists: tests/bench/lists.c $(call archives,judge core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,judge core)
