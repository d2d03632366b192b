/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/shaders.h"

#include "globe_shaders.inc"
