# SPDX-License-Identifier: BSD-2-Clause
# What the benches on a cable need besides the generator; `make bench` builds and runs them.

BENCH_PCAP_LOOP := $(B)/tests/bench/pcap_loop

$(BENCH_PCAP_LOOP): tests/bench/pcap_loop.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ -lpcap

bench-programs: $(BENCH_PCAP_LOOP) $(LIVE)
