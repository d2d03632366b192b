// A rectangle of the user interface, or a glyph.
layout(location = 0) in vec4 box;   // centre and half size in pixels, y down
layout(location = 1) in vec4 shape; // direction of its long side, corner radius, stroke
layout(location = 2) in vec4 texel; // of the glyph: x, y, w, h; w 0 for none
layout(location = 3) in vec4 rgba;

uniform vec2 size; // of the screen in pixels, halved

out vec2 at, glyph;
flat out vec4 tint, form; // form: half size, radius, stroke
flat out float is_glyph;

void main()
{
	vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
	vec2 way = shape.xy;

	is_glyph = step(0.5, texel.z);
	at = corner * (box.zw + 1.0 - is_glyph);
	glyph = texel.xy + texel.zw * (corner * 0.5 + 0.5);
	tint = rgba;
	form = vec4(box.zw, shape.zw);
	vec2 p = box.xy + way * at.x + vec2(-way.y, way.x) * at.y;
	gl_Position = vec4(p.x / size.x - 1.0, 1.0 - p.y / size.y, 0.0, 1.0);
}
