// A thin bright line in a soft glow, brighter towards the receiver; where there is traffic, a
// comet with a white head. On paper the same in ink, which covers what is below.
in float t, edge, seen;
flat in vec4 tint, param;
flat in float half_width, reach;
out vec4 color;

uniform float time, scale;
uniform float paper, beads; // 0 or 1

float comet_head(float behind)
{
	float h = clamp(1.0 - behind * behind * 1400.0, 0.0, 1.0);

	return h * h;
}

float comet_tail(float behind)
{
	float q = clamp(1.0 - behind * 2.6, 0.0, 1.0);

	return behind > 0.0 ? q * q * q : clamp(1.0 + behind * 60.0, 0.0, 1.0);
}

// A dotted line: beads of one length on every arc.
float bead()
{
	float from = abs(fract(t * reach * 15.0) - 0.5) * 2.0;

	return mix(1.0, 0.12 + 0.88 * smoothstep(0.40, 0.60, from), beads);
}

vec4 ink_of(float core, float glow, float quiet, float tail, float head)
{
	float cover = clamp(core * (quiet * 2.4 + tail) + glow * (0.5 + tail), 0.0, 1.0);

	cover = max(cover, core * head);
	return vec4(mix(tint.rgb, tint.rgb * 0.3, max(head, tail * tail * 0.5)) * cover, cover);
}

void main()
{
	float x = abs(edge), g = 1.0 - x * x;
	float bright = bead(), core = clamp((param.x * 0.5 + 0.1) * scale + 0.5 - x * half_width, 0.0, 1.0);
	float glow = g * g * g * 0.24 * bright;

	float live = step(1e-3, param.z);
	float behind = fract(time * param.z + param.y) * 1.35 - 0.05 - t;
	float tail = comet_tail(behind) * live, head = comet_head(behind) * live;

	float middle = 4.0 * t * (1.0 - t);
	float visible = clamp((seen + 0.02) * 8.3, 0.0, 1.0) * (0.4 + 0.6 * min(middle * 8.0, 1.0));
	float throb = 1.0 + param.w * (0.55 + 0.55 * sin(time * 4.712389));
	float quiet = (0.26 + 0.16 * middle + 0.16 * t * (1.0 - live)) * throb * bright;

	vec3 c = tint.rgb * (core * (quiet + tail * 1.25) + glow * (0.42 * throb + tail * 2.2));
	c += mix(tint.rgb, vec3(1.0), 0.75) * core * (head * 1.1 + tail * tail * 0.35);
	vec4 shine = vec4(c, core * (0.5 + 0.5 * tail));
	color = (paper > 0.5 ? ink_of(core, glow, quiet, tail, head) : shine) *
		(tint.a * visible);
}
