/* SPDX-License-Identifier: BSD-2-Clause */
/* shaders.h - the files of shaders/ as text; globe.mk makes it. */
#ifndef GLOBE_SHADERS_H
#define GLOBE_SHADERS_H

extern const char shader_screen_vert[], shader_sphere_frag[], shader_blur_frag[];
extern const char shader_arc_vert[], shader_arc_frag[];
extern const char shader_spot_vert[], shader_spot_frag[];
extern const char shader_cube_back_frag[];
extern const char shader_cube_line_vert[], shader_cube_line_frag[];
extern const char shader_cube_point_vert[], shader_cube_point_frag[];
extern const char shader_quad_vert[], shader_quad_frag[];

#endif
