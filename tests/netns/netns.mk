# SPDX-License-Identifier: BSD-2-Clause
# The sender of frames that tests/netns/run.sh plays with.

NETNS_SEND := $(B)/tests/netns/send

$(NETNS_SEND): tests/netns/send.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@

TEST_PROGRAMS += $(NETNS_SEND)
