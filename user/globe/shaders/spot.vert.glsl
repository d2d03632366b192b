// A square that lies on the ground.
layout(location = 0) in vec4 ground_size;
layout(location = 1) in vec4 rgba;
layout(location = 2) in vec2 motion; // phase, live

uniform mat4 clip;
uniform vec3 eye;

out vec2 at;
out float seen;
flat out vec4 tint;
flat out vec2 param;

void main()
{
	vec3 n = ground_size.xyz;
	vec3 east = normalize(cross(vec3(0.0, 1.0, 0.0001), n)), north = cross(n, east);
	float dist = length(eye);

	at = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
	seen = smoothstep(0.0, 0.12, dot(n, eye) / dist - 1.0 / dist);
	tint = rgba;
	param = motion;
	gl_Position = clip * vec4(n * 1.0025 + (east * at.x + north * at.y) * ground_size.w, 1.0);
}
