# SPDX-License-Identifier: BSD-2-Clause
# What looks into the window while it is driven; see tests/window/run.sh.

$(B)/tests/window/spy.so: tests/window/spy.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -shared -fPIC -MMD -MP $< -o $@

TEST_PROGRAMS += $(B)/tests/window/spy.so
