// A dot, its glow, and a ring: it spreads while there is traffic, else it stands.
in vec2 at;
in float seen;
flat in vec4 tint;
flat in vec2 param;
out vec4 color;

uniform float time;
uniform float paper; // 0 or 1

void main()
{
	float r = length(at), blur = fwidth(r);
	float spread = fract(param.x + time * 0.453125 * param.y);
	float wave = mix(0.45, spread, param.y);
	float dot_ = 1.0 - smoothstep(0.16 - blur, 0.16 + blur, r);
	float ring = (1.0 - smoothstep(0.0, 0.06 + blur, abs(r - 0.2 - wave * 0.75))) *
		     (1.0 - wave) * 0.8;
	float glow = exp(-r * r * 9.0) * 0.55;
	vec3 c = tint.rgb * (ring + glow) + mix(tint.rgb, vec3(1.0), 0.7) * dot_;

	float cover = clamp(ring + glow * 0.5 + dot_, 0.0, 1.0);
	vec4 ink = vec4(mix(tint.rgb, tint.rgb * 0.4, dot_) * cover, cover);

	color = (paper > 0.5 ? ink : vec4(c, 0.0)) *
		(seen * tint.a * (1.0 - smoothstep(0.9, 1.0, r)));
}
