# SPDX-License-Identifier: BSD-2-Clause
# The picture of a fixed scene, against the one that is committed.

GOLDEN_BIN := $(B)/tests/golden
GOLDEN_PROGRAMS := $(GOLDEN_BIN)/scene $(GOLDEN_BIN)/compare

$(GOLDEN_BIN)/scene: tests/golden/scene.c tests/golden/scene_past.c tests/golden/scene_past.h \
	$(call archives,stream $(SEES_stream))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(filter %.c,$^) -o $@ $(call libraries,stream $(SEES_stream))

$(GOLDEN_BIN)/compare: tests/golden/compare.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(shell $(PKG_CONFIG) --libs libpng) -lm

# The same scenes, timed; see tests/bench/globe_bench.sh.
$(B)/tests/bench/globe: tests/bench/globe.c $(filter-out $(B)/user/sdl/main.o,$(call objects,sdl)) \
	$(call archives,$(SEES_sdl))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $(CPPFLAGS_sdl) -MMD -MP $(filter %.c %.o,$^) -o $@ \
		$(call libraries,$(SEES_sdl)) $(LIBS_sdl)
