# SPDX-License-Identifier: BSD-2-Clause
# The programs under test are the skeleton's own, run by BPF_PROG_TEST_RUN.

BPF_TEST := $(B)/tests/bpf/test_programs

$(BPF_TEST): tests/bpf/test_programs.c $(SKEL) $(FRAMES)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< -o $@ $(FRAMES) $(LIBS_source) -lcmocka

TEST_PROGRAMS += $(if $(HAVE_BPF),$(BPF_TEST))
