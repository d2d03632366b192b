// One direction of a Gaussian blur.
in vec2 at;
out vec4 color;

uniform sampler2D image;
uniform vec2 way;   // one tap, in coordinates of the image
uniform float gain;

void main()
{
	vec3 sum = vec3(0.0);
	float weights = 0.0;

	for (int i = -4; i <= 4; i++) {
		float weight = exp(-float(i * i) / 7.0);

		sum += texture(image, at * 0.5 + 0.5 + way * float(i)).rgb * weight;
		weights += weight;
	}
	color = vec4(sum / weights * gain, 1.0);
}
