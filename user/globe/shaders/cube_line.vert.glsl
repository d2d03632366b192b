// A line of one width on the screen.
layout(location = 0) in vec4 start; // and half its width in units
layout(location = 1) in vec3 end;
layout(location = 2) in vec4 rgba;

uniform mat4 clip;
uniform vec2 size;   // of the screen in pixels, halved
uniform float scale; // pixels a unit
uniform float opacity;

out float across;
flat out float reach;
flat out vec4 tint;

void main()
{
	vec4 a = clip * vec4(start.xyz, 1.0), b = clip * vec4(end, 1.0);
	vec2 way = (b.xy / b.w - a.xy / a.w) * size;
	vec2 side = vec2(-way.y, way.x) / max(length(way), 1e-3);
	vec4 p = gl_VertexID < 2 ? a : b;

	reach = start.w * scale;
	across = (float(gl_VertexID & 1) * 2.0 - 1.0) * (reach + 1.0);
	tint = vec4(rgba.rgb, rgba.a * opacity);
	gl_Position = vec4(p.xy + side * across / size * p.w, 0.0, p.w);
}
