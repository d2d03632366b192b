# SPDX-License-Identifier: BSD-2-Clause
# What tests/matrix/guest.sh asks the kernel it runs on.

MATRIX_FEATURES := $(B)/tests/matrix/features

$(MATRIX_FEATURES): tests/matrix/features.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MT $@ -MF $@.d $< -o $@ $(LIBS_source)

TEST_PROGRAMS += $(if $(HAVE_BPF),$(MATRIX_FEATURES))
