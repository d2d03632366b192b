// A packet, and before it its shadows on the three walls: four squares of two triangles.
layout(location = 0) in vec4 place; // and when it was, in seconds
layout(location = 1) in vec4 from;  // and its radius
layout(location = 2) in vec4 rgba;

uniform mat4 clip;
uniform vec2 size;     // of the screen in pixels, halved
uniform float scale;   // pixels a unit
uniform float pixel;   // size of a pixel at distance 1
uniform vec2 now;      // seconds: the time, and after how long a packet is gone
uniform vec3 wall;     // where the three walls are
uniform vec2 depth;    // of the cube's front and back
uniform vec3 flash;    // colour of what is new
uniform float glide;   // 0..1: from where it was to where it is
uniform float opacity;

out vec2 at;
flat out vec4 tint;
flat out float blur;

void main()
{
	int corner = gl_VertexID % 6, square = gl_VertexID / 6;
	bool shadow = square < 3;
	float age = max(now.x - place.w, 0.0), left = max(1.0 - age / now.y, 0.0);
	float fresh = shadow ? 0.0 : exp(-age * 2.5);
	vec3 p = mix(from.xyz, place.xyz, glide * glide * (3.0 - 2.0 * glide));

	if (shadow)
		p[square] = wall[square];
	vec4 q = clip * vec4(p, 1.0);
	float cue = mix(1.0, 0.55, clamp((q.w - depth.x) / (depth.y - depth.x), 0.0, 1.0));
	float reach = max(from.w * (1.0 + fresh) / (pixel * q.w), scale) + 1.0;
	float alpha = smoothstep(0.0, 0.1, left) * mix(0.4, 1.0, left * left) * cue;

	at = vec2(corner == 1 || corner == 2 || corner == 4 ? 1.0 : -1.0,
		  corner == 2 || corner == 4 || corner == 5 ? 1.0 : -1.0);
	blur = shadow ? 1.0 : 2.0 / reach;
	tint = vec4(mix(rgba.rgb, flash, fresh * 0.8), rgba.a * opacity * alpha);
	if (shadow)
		tint.a *= 0.20;
	gl_Position = vec4(q.xy + at * reach / size * q.w, 0.0, q.w);
}
