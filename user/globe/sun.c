/* SPDX-License-Identifier: BSD-2-Clause */
#include "globe/sun.h"

#define DAY_NS 86400e9
#define J2000_DAYS 10957.5 /* from 1970-01-01T00 to 2000-01-01T12 */

struct vec3 sun_direction(int64_t time_ns)
{
	double days = (double)time_ns / DAY_NS - J2000_DAYS;
	double anomaly = fmod(357.528 + 0.9856003 * days, 360) * VEC_RADIAN;
	double longitude = (fmod(280.460 + 0.9856474 * days, 360) + 1.915 * sin(anomaly) +
			    0.020 * sin(2 * anomaly)) * VEC_RADIAN;
	double obliquity = (23.439 - 0.0000004 * days) * VEC_RADIAN;
	double ascension = atan2(cos(obliquity) * sin(longitude), cos(longitude));
	double declination = asin(sin(obliquity) * sin(longitude));
	double sidereal_deg = fmod(280.46062 + 360.98564737 * days, 360);

	return vec3_ground(declination / VEC_RADIAN, ascension / VEC_RADIAN - sidereal_deg);
}
