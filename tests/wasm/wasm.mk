# SPDX-License-Identifier: BSD-2-Clause
# The globe without a window, for a browser: the same files for wasm32, by the clang that builds
# the kernel's programs. What it takes of the other layers is named here; it needs no more.

WASM := $(B)/tests/wasm
WASM_MEMORY := 268435456
WASM_LIBC := $(firstword $(wildcard /usr/lib/wasm32-wasi/libc.a))
WASM_SOURCES = $(wildcard user/globe/*.c) $(patsubst %,user/%.c,stream/stream stream/lens stream/request \
	core/addr core/clock core/err core/hash core/ledger core/words) \
	tests/wasm/count.c tests/wasm/seed.c
WASM_OBJECTS = $(patsubst %.c,$(WASM)/%.o,$(WASM_SOURCES))
WASM_CC = $(CLANG) --target=wasm32-wasi -std=gnu11 -D_GNU_SOURCE $(WARN) -I. -Iuser -I$(B)/gen -O2 \
	-idirafter /usr/include -idirafter /usr/include/$(shell $(CC) -print-multiarch 2>/dev/null)

$(WASM)/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(WASM_CC) -MMD -MP -c $< -o $@

$(WASM)/user/globe/shaders.o: $(B)/gen/globe_shaders.inc

$(WASM)/count.wasm: $(WASM_OBJECTS)
	$(Q)$(CLANG) --target=wasm32-wasi -Wl,--initial-memory=$(WASM_MEMORY) $^ -o $@

# And for this machine, to compare with.
$(WASM)/count: tests/wasm/count.c $(call archives,globe $(SEES_globe))
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(call libraries,globe $(SEES_globe))

TEST_PROGRAMS += $(if $(HAVE_SDL),$(WASM)/count $(if $(WASM_LIBC),$(WASM)/count.wasm))
-include $(WASM_OBJECTS:.o=.d)
