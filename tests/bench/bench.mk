# SPDX-License-Identifier: BSD-2-Clause
# What `make bench` runs; nothing here is asserted, and `make test` builds none of it.

BENCH_SKEL := $(B)/gen/bench.skel.h
BENCH := $(B)/tests/bench/programs

$(B)/tests/bench/bench.bpf.o: tests/bench/bench.bpf.c
	@mkdir -p $(@D)
	$(Q)$(CLANG) $(BPF_CFLAGS) -MMD -MP -c $< -o $@

$(BENCH_SKEL): $(B)/tests/bench/bench.bpf.o
	@mkdir -p $(@D)
	$(Q)$(BPFTOOL) gen skeleton $< name bench > $@.new && mv $@.new $@

BENCH_PARTS := $(addprefix tests/bench/,programs.c variants.c ratios.c sweep.c programs_print.c)

$(BENCH): $(BENCH_PARTS) tests/bench/programs.h $(BENCH_SKEL) $(call archives,source core)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(BENCH_PARTS) -o $@ $(call libraries,source core)

.PHONY: bench-programs
bench-programs: $(BENCH) $(NETNS_SEND) $(B)/tests/mkcap $(PROGRAMS)
