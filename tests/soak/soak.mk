# SPDX-License-Identifier: BSD-2-Clause
# The sensor that the window is soaked with; see tests/soak/run.sh.

$(B)/tests/soak/sensor: $(wildcard tests/soak/*.[ch]) $(call archives,stream $(SEES_stream))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(filter %.c,$^) -o $@ $(call libraries,stream $(SEES_stream))

TEST_PROGRAMS += $(B)/tests/soak/sensor
