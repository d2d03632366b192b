// A ribbon of constant width on the screen along a lifted great circle: two vertices for each
// step from sender to receiver, made from their number alone.
layout(location = 0) in vec4 from_angle; // sender, and the angle to the receiver
layout(location = 1) in vec4 side_lift;  // square to the sender, and the middle's height
layout(location = 2) in vec4 rgba;
layout(location = 3) in vec4 motion;     // width, phase, speed, pulse

uniform mat4 clip;
uniform vec3 eye;
uniform vec2 size; // of the screen in pixels, halved
uniform float scale, segments, ground;

out float t, edge, seen;
flat out vec4 tint, param;
flat out float half_width, reach;

// Above 0 where the Earth does not stand in the way, growing with the distance from its rim.
float clearance(vec3 p)
{
	float dist = length(eye), ahead = dot(p, eye) / dist - 1.0 / dist;
	vec3 line = p - eye;
	float cosine = dot(line, eye) / dist;
	float sine2 = 1.0 - cosine * cosine / dot(line, line);

	return max(ahead * 6.0, (sine2 - 1.0 / (dist * dist)) * 14.0 * dist);
}

void main()
{
	t = float(gl_VertexID >> 1) / segments;
	edge = float(gl_VertexID & 1) * 2.0 - 1.0;

	float a = t * from_angle.w, radius = ground + side_lift.w * 4.0 * t * (1.0 - t);
	vec3 unit = from_angle.xyz * cos(a) + side_lift.xyz * sin(a);
	vec3 turn = (side_lift.xyz * cos(a) - from_angle.xyz * sin(a)) * from_angle.w;
	vec3 p = unit * radius;
	vec3 tangent = turn * radius + unit * (side_lift.w * 4.0 * (1.0 - 2.0 * t));

	vec4 c = clip * vec4(p, 1.0), d = clip * vec4(tangent, 0.0);
	vec2 way = (d.xy * c.w - c.xy * d.w) * size;
	float len = length(way);
	way = len > 1e-7 ? way / len : vec2(1.0, 0.0);
	reach = from_angle.w;
	half_width = (motion.x * 2.6 + 1.5) * scale;
	c.xy += vec2(-way.y, way.x) * edge * half_width / size * c.w;

	seen = clearance(p);
	tint = rgba;
	param = motion;
	gl_Position = c;
}
