in vec2 at;
flat in vec4 tint;
flat in float blur; // share of the radius over which the disc ends
out vec4 color;

void main()
{
	float r = length(at);

	color = vec4(tint.rgb, 1.0) * (tint.a * clamp((1.0 - r) / blur, 0.0, 1.0));
}
