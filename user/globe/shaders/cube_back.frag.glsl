// What is behind the points: the sky, and the three sides of the cube that the eye looks at.
in vec2 at;
out vec4 color;

uniform vec3 eye, right, up, forward;
uniform vec2 field, shift; // half field of view as tangents; where the centre stands
uniform vec3 ink[3];       // sky, its gleam, the air
uniform vec3 wall;         // added to the sky
uniform float side;        // half of the cube's
uniform float opacity;

float hash(vec2 p)
{
	vec3 q = fract(p.xyx * 0.1031);

	q += dot(q, q.yzx + 33.33);
	return fract((q.x + q.y) * q.z);
}

// How much of a wall is seen: most where walls meet, most on the one below.
float wall_light(vec3 ray)
{
	vec3 way = sign(ray) * side;
	vec3 near = (-way - eye) / ray, far = (way - eye) / ray;
	float enter = max(max(near.x, near.y), near.z), leave = min(min(far.x, far.y), far.z);
	vec3 p = abs(eye + ray * leave) / side;
	float inner = min(min(max(p.x, p.y), max(p.y, p.z)), max(p.x, p.z));

	if (enter > leave)
		return 0.0;
	return (far.y <= leave ? 0.62 : far.x <= leave ? 0.30 : 0.40) * mix(0.45, 1.0, inner * inner);
}

void main()
{
	vec2 p = (at - shift) * field;
	vec3 ray = normalize(forward + right * p.x + up * p.y);
	float along = -dot(eye, ray), away = length(eye + ray * along);
	float halo = exp(-max(away - side * 1.25, 0.0) * 5.0);

	vec3 c = ink[0] + ink[1] * max(0.0, 1.0 - length(at) * 0.7);
	c += ink[2] * halo * 0.085;
	c += wall * wall_light(ray + vec3(1e-6));

	float noise = (hash(gl_FragCoord.xy) - 0.5) / 200.0;
	color = vec4(pow(max(c + noise * 0.35, 0.0), vec3(0.82)) * 1.12 + noise, 1.0) * opacity;
}
