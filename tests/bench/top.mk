# SPDX-License-Identifier: BSD-2-Clause
# What `redarc top` costs the sensor; `make bench` builds and runs it.

$(B)/tests/bench/top: tests/bench/top.c $(call archives,app $(SEES_app))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,app $(SEES_app))
