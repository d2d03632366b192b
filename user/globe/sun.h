/* SPDX-License-Identifier: BSD-2-Clause */
/* sun.h - where the sun stands, so that night falls where it is night. */
#ifndef GLOBE_SUN_H
#define GLOBE_SUN_H

#include <stdint.h>

#include "globe/vec.h"

/*
 * Direction from the Earth's centre to the sun, good to a hundredth of a degree in this
 * century.
 *
 * time_ns  since 1970, UTC
 * returns  unit vector, Earth-fixed
 * source   low-precision formulas of the Astronomical Almanac, section C5
 */
struct vec3 sun_direction(int64_t time_ns);

#endif
