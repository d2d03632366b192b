# SPDX-License-Identifier: BSD-2-Clause
# The picture of a fixed scene, against the one that is committed.

GOLDEN_BIN := $(B)/tests/golden
GOLDEN_PROGRAMS := $(GOLDEN_BIN)/scene $(GOLDEN_BIN)/compare

$(GOLDEN_BIN)/scene: tests/golden/scene.c $(call archives,stream $(SEES_stream))
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(call libraries,stream $(SEES_stream))

$(GOLDEN_BIN)/compare: tests/golden/compare.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP $< -o $@ $(shell $(PKG_CONFIG) --libs libpng) -lm
