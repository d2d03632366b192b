// A ray against the unit sphere. All that a pixel shows follows from the ray: the ground it
// meets, or how far from the ground it passes through the air.
in vec2 at;
out vec4 color;

uniform vec3 eye, right, up, forward, sun;
uniform vec2 field, shift; // half field of view as tangents; where the centre stands
uniform float pixel;       // size of a pixel at distance 1
uniform float scale;       // pixels a unit: how wide lines are
uniform vec3 ink[19];       // palette_earth
uniform sampler2D map;     // coast distance, border closeness, lights, relief

const int SKY = 0, GLEAM = 1, STAR_COLD = 2, STAR_WARM = 3, AIR_NEAR = 4, AIR_FAR = 5,
	  SEA_NIGHT = 6, SEA_DAY = 7, SHORE = 8, SOIL_NIGHT = 9, SOIL_DAY = 10, RELIEF = 11,
	  GRID = 12, BORDER = 13, COAST = 14, CITY = 15, GLINT = 16, DUSK = 17, RIM = 18;

const float PI = 3.14159265;
const float MAP_WIDTH = 2048.0;  // texels in which the map's distances are counted
const float COAST_REACH = 12.0;
const float BORDER_REACH = 6.0;
const float GRATICULE = PI / 12.0;

float hash(vec3 p)
{
	p = fract(p * 0.1031);
	p += dot(p, p.zyx + 31.32);
	return fract((p.x + p.y) * p.z);
}

vec3 starlight(vec3 ray)
{
	vec3 cell = floor(ray * 130.0), inside = fract(ray * 130.0) - 0.5;
	float seed = hash(cell + 512.0), bright = hash(cell + 519.0);
	float star = step(0.986, seed) * smoothstep(0.20, 0.0, length(inside));

	return mix(ink[STAR_COLD], ink[STAR_WARM], bright) * star *
	       (0.15 + 0.75 * bright * bright);
}

// The air that is seen beside the Earth, thin and bright on the side of the sun.
vec3 halo(float height, float lit)
{
	vec3 near = ink[AIR_NEAR] * exp(-height * 36.0) * 0.74;
	vec3 far = ink[AIR_FAR] * exp(-height * 8.0) * 0.24;

	return (near + far) * mix(0.20, 1.0, lit);
}

// How the map's coordinates change when the ground point moves by d.
vec2 map_slope(vec3 n, vec3 d)
{
	float flat2 = max(dot(n.xz, n.xz), 1e-6);

	return vec2((n.z * d.x - n.x * d.z) / flat2 * 0.5, -d.y * inversesqrt(flat2)) / PI;
}

// Map distance a unit of the screen, to make lines of one width: as the field changes here, but
// kept within what the ground's slope allows, since the field is flat where it ends.
float line_slope(float dist, vec2 across, vec2 down)
{
	vec2 texels = MAP_WIDTH * vec2(1.0, 0.5);
	float x = length(across * texels), y = length(down * texels);

	return max(clamp(length(vec2(dFdx(dist), dFdy(dist))), min(x, y) * 0.8, max(x, y) * 1.1),
		   0.02) * scale;
}

float graticule(vec2 angle, vec2 across, vec2 down)
{
	vec2 from = abs(fract(angle / GRATICULE - 0.5) - 0.5);
	vec2 width = max(vec2(length(vec2(across.x, down.x)) * 24.0,
			      length(vec2(across.y, down.y)) * 12.0) * scale, 1e-5);
	vec2 line = 1.0 - smoothstep(width * 0.4, width * 1.3, from);

	return max(line.x * smoothstep(1.48, 1.36, abs(angle.y)), line.y);
}

struct surface {
	vec3 n;
	float lon, lat;
	vec2 across, down; // map coordinates a pixel to the right, and down
};

vec3 ground_color(surface s, vec4 texel, float land, float coast_dist, float day, float sunlit)
{
	vec3 sea = mix(ink[SEA_NIGHT], ink[SEA_DAY], day * (0.45 + 0.55 * sunlit));
	vec3 soil = mix(ink[SOIL_NIGHT], ink[SOIL_DAY], day * (0.38 + 0.62 * sunlit));

	sea += ink[SHORE] * exp(min(coast_dist, 0.0) * 0.42) * (0.22 + 0.55 * day);
	soil *= ink[RELIEF].x + ink[RELIEF].y * texel.a;
	return mix(sea, soil, land);
}

vec3 ground(surface s, vec3 ray)
{
	vec2 uv = vec2(s.lon / (2.0 * PI) + 0.5, 0.5 - s.lat / PI);
	vec4 texel = textureGrad(map, uv, s.across * 0.8, s.down * 0.8);
	float height = dot(s.n, sun), day = smoothstep(-0.13, 0.22, height);
	float facing = max(dot(s.n, -ray), 0.0);

	float coast_dist = (texel.r * 2.0 - 1.0) * COAST_REACH;
	float coast_slope = line_slope(coast_dist, s.across, s.down);
	float land = smoothstep(-0.6, 0.6, coast_dist / coast_slope);
	float coast = (1.0 - smoothstep(0.1, 1.05, abs(coast_dist) / coast_slope)) *
		      clamp(1.7 / (1.0 + coast_slope), 0.25, 1.0);
	float border_dist = (1.0 - texel.g) * BORDER_REACH;
	float border_slope = line_slope(border_dist, s.across, s.down);
	float border = (1.0 - smoothstep(0.0, 1.0, border_dist / border_slope)) *
		       step(0.02, texel.g) * clamp(1.4 / (1.0 + border_slope), 0.15, 1.0);

	float lights = max(texel.b - 0.08, 0.0) / 0.92; // below is the grain of the photograph

	vec3 c = ground_color(s, texel, land, coast_dist, day, max(height, 0.0));
	c += ink[GRID] * graticule(vec2(s.lon, s.lat), s.across, s.down) *
	     (0.17 + 0.20 * day) * (1.0 - 0.55 * land);
	c = mix(c, ink[BORDER], border * 0.5 * (0.45 + 0.55 * day));
	c = mix(c, ink[COAST], coast * (0.38 + 0.30 * day));
	c += ink[CITY] * (0.95 + vec3(1.3, 1.80, 3.1) * lights) * lights *
	     (1.0 - day) * 0.95 * smoothstep(0.0, 0.35, facing);

	float glint = pow(max(dot(s.n, normalize(sun - ray)), 0.0), 28.0);
	c += ink[GLINT] * glint * 0.2 * (1.0 - land) * day;
	float dusk = (height - 0.02) / 0.09;
	c += ink[DUSK] * exp(-dusk * dusk) * 0.30 * (0.4 + 0.6 * land);
	float rim = pow(1.0 - facing, 3.0);
	c += ink[RIM] * rim * (0.21 + 0.70 * smoothstep(-0.35, 0.5, height));
	return c * mix(0.8, 1.0, smoothstep(0.0, 0.5, facing));
}

void main()
{
	vec2 p = (at - shift) * field;
	vec3 ray = normalize(forward + right * p.x + up * p.y);
	float along = -dot(eye, ray), away2 = max(dot(eye, eye) - along * along, 0.0);
	float away = sqrt(away2); // of the ray from the centre
	float blur = pixel * length(eye);
	float covered = smoothstep(0.8 * blur, -0.8 * blur, away - 1.0);
	float height = max(away - 1.0, 0.0);
	vec3 nearest = normalize(eye + ray * along);

	vec3 c = ink[SKY] + ink[GLEAM] * max(0.0, 1.0 - length(at) * 0.7);
	c += starlight(ray) * (1.0 - covered) * smoothstep(0.0, 0.25, height);
	c += halo(height, smoothstep(-0.55, 0.75, dot(nearest, sun)));

	surface s;
	s.n = normalize(eye + ray * (along - sqrt(max(1.0 - away2, 0.0))));
	s.lon = atan(s.n.x, s.n.z);
	s.lat = asin(clamp(s.n.y, -1.0, 1.0));
	s.across = map_slope(s.n, dFdx(s.n));
	s.down = map_slope(s.n, dFdy(s.n));
	if (away < 1.0 + 2.0 * blur)
		c = mix(c, ground(s, ray), covered);

	float noise = (hash(vec3(gl_FragCoord.xy, 7.0)) - 0.5) / 200.0;
	color = vec4(pow(max(c + noise * 0.35, 0.0), vec3(0.82)) * 1.12 + noise, 1.0);
}
