# SPDX-License-Identifier: BSD-2-Clause
# The generator of live frames; the benches and the tests in namespaces drive it.

LIVE := $(B)/tests/bench/live
LIVE_SKEL := $(B)/gen/live.skel.h

$(LIVE).bpf.o: tests/bench/live.bpf.c
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -MMD -MP -c $< -o $@

$(LIVE_SKEL): $(LIVE).bpf.o
	@mkdir -p $(@D)
	$(Q)$(BPFTOOL) gen skeleton $< name live > $@.new && mv $@.new $@

$(LIVE): tests/bench/live.c $(LIVE_SKEL) $(call archives,core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,core) $(LIBS_source)

TEST_PROGRAMS += $(if $(HAVE_BPF),$(LIVE))
