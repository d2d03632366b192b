# SPDX-License-Identifier: BSD-2-Clause
# What tests/cli/learn.sh looks at.

CLI_PAST := $(B)/tests/cli/past

$(CLI_PAST): tests/cli/past.c $(call archives,judge core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,judge core)

TEST_PROGRAMS += $(CLI_PAST)
