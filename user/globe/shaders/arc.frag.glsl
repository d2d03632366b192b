// A thin bright line in a soft glow, brighter towards the receiver; where there is traffic, a
// comet with a white head.
in float t, edge, seen;
flat in vec4 tint, param;
flat in float half_width;
out vec4 color;

uniform float time, scale;

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

void main()
{
	float x = abs(edge), g = 1.0 - x * x;
	float core = clamp((param.x * 0.5 + 0.1) * scale + 0.5 - x * half_width, 0.0, 1.0);
	float glow = g * g * g * 0.24;

	float live = step(1e-3, param.z);
	float behind = fract(time * param.z + param.y) * 1.35 - 0.05 - t;
	float tail = comet_tail(behind) * live, head = comet_head(behind) * live;

	float middle = 4.0 * t * (1.0 - t);
	float visible = clamp((seen + 0.02) * 8.3, 0.0, 1.0) * (0.4 + 0.6 * min(middle * 8.0, 1.0));
	float throb = 1.0 + param.w * (0.55 + 0.55 * sin(time * 4.712389));
	float quiet = (0.26 + 0.16 * middle + 0.16 * t * (1.0 - live)) * throb;

	vec3 c = tint.rgb * (core * (quiet + tail * 1.25) + glow * (0.42 * throb + tail * 2.2));
	c += mix(tint.rgb, vec3(1.0), 0.75) * core * (head * 1.1 + tail * tail * 0.35);
	color = vec4(c, core * (0.5 + 0.5 * tail)) * (tint.a * visible);
}
