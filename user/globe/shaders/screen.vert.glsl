// One triangle that covers the screen.
out vec2 at; // -1..1

void main()
{
	vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));

	at = corner * 2.0 - 1.0;
	gl_Position = vec4(at, 0.0, 1.0);
}
