# SPDX-License-Identifier: BSD-2-Clause
# What tests/netns/run.sh plays with.

NETNS_SEND := $(B)/tests/netns/send

$(NETNS_SEND): tests/netns/send.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@

NETNS_FRAMES := $(B)/tests/netns/play_frames

$(NETNS_FRAMES): tests/netns/play_frames.c $(FRAMES)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< -o $@ $(FRAMES)

NETNS_ATTACHED := $(B)/tests/netns/attached

$(NETNS_ATTACHED): tests/netns/attached.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(LIBS_source)

TEST_PROGRAMS += $(NETNS_SEND) $(NETNS_FRAMES) $(if $(HAVE_BPF),$(NETNS_ATTACHED))

NETNS_FOREIGN := $(B)/tests/netns/foreign

$(NETNS_FOREIGN): tests/netns/foreign.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(LIBS_source)

TEST_PROGRAMS += $(if $(HAVE_BPF),$(NETNS_FOREIGN))

NETNS_SWAP := $(B)/tests/netns/swap

$(NETNS_SWAP): tests/netns/swap.c $(call archives,source core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,source core)

TEST_PROGRAMS += $(if $(HAVE_BPF),$(NETNS_SWAP))

NETNS_WITHOUT_BPF := $(B)/tests/netns/without_bpf

$(NETNS_WITHOUT_BPF): tests/netns/without_bpf.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ -lseccomp

TEST_PROGRAMS += $(NETNS_WITHOUT_BPF)

NETNS_TEN_GIGABIT := $(B)/tests/netns/ten_gigabit.so

$(NETNS_TEN_GIGABIT): tests/netns/ten_gigabit.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -shared -MMD -MP -MT $@ -MF $@.d $< -o $@

NETNS_OCCUPY := $(B)/tests/netns/occupy

$(NETNS_OCCUPY): tests/netns/occupy.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(LIBS_source)

TEST_PROGRAMS += $(NETNS_TEN_GIGABIT) $(if $(HAVE_BPF),$(NETNS_OCCUPY))

NETNS_HELPERS := $(B)/tests/netns/inject $(B)/tests/netns/stream

$(NETNS_HELPERS): $(B)/tests/netns/%: tests/netns/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@

TEST_PROGRAMS += $(NETNS_HELPERS)
