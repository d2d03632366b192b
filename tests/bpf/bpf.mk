# SPDX-License-Identifier: BSD-2-Clause
# The programs under test are the skeleton's own, run by BPF_PROG_TEST_RUN. Some of these need the
# writer of their maps, or a judge to compare with.

BPF_TESTS := $(patsubst tests/bpf/%.c,$(B)/tests/bpf/%,$(wildcard tests/bpf/test_*.c))
BPF_TEST_LAYERS := source judge core

$(BPF_TESTS): $(B)/tests/bpf/%: tests/bpf/%.c tests/bpf/kernel.c tests/bpf/kernel.h $(SKEL) $(FRAMES) \
		$(call archives,$(BPF_TEST_LAYERS))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< tests/bpf/kernel.c -o $@ $(FRAMES) \
		$(call libraries,$(BPF_TEST_LAYERS)) -lcmocka

TEST_PROGRAMS += $(if $(HAVE_BPF),$(BPF_TESTS))
