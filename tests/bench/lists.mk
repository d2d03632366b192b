# SPDX-License-Identifier: BSD-2-Clause
# Lists of a million entries; `make bench` builds and runs it.

$(B)/tests/bench/lists: tests/bench/lists.c $(call archives,judge core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,judge core)
