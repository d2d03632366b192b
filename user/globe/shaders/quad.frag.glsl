in vec2 at, glyph;
flat in vec4 tint, form;
flat in float is_glyph;
out vec4 color;

uniform sampler2D atlas;

// Distance from a rounded rectangle, in pixels, negative inside.
float outside(vec2 p, vec2 half_size, float radius)
{
	vec2 d = abs(p) - half_size + radius;

	return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0) - radius;
}

void main()
{
	float covered;

	if (is_glyph > 0.5) {
		covered = texelFetch(atlas, ivec2(glyph), 0).r;
	} else {
		float dist = outside(at, form.xy, form.z);
		covered = clamp(0.5 - dist, 0.0, 1.0);
		if (form.w > 0.0)
			covered *= clamp(0.5 + dist + form.w, 0.0, 1.0);
	}
	color = vec4(tint.rgb, 1.0) * (tint.a * covered);
}
