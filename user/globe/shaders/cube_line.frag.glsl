in float across;
flat in float reach;
flat in vec4 tint;
out vec4 color;

void main()
{
	color = vec4(tint.rgb, 1.0) * (tint.a * clamp(reach + 0.5 - abs(across), 0.0, 1.0));
}
