# SPDX-License-Identifier: BSD-2-Clause
# The shaders become text in the library: shaders/arc.vert.glsl is shader_arc_vert.

GLOBE_SHADERS := $(sort $(wildcard user/globe/shaders/*.glsl))

$(B)/gen/globe_shaders.inc: $(GLOBE_SHADERS) user/globe/globe.mk
	@mkdir -p $(@D)
	for f in $(GLOBE_SHADERS); do \
		name=$$(basename $$f .glsl | tr . _); \
		echo "const char shader_$$name[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/\t"&\\n"/' $$f; \
		echo ";"; \
	done > $@.new && mv $@.new $@

$(B)/user/globe/shaders.o: $(B)/gen/globe_shaders.inc
