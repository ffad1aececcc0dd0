/* SPDX-License-Identifier: Apache-2.0 */
#include "display/tint.h"

#include <math.h>
#include <stdio.h>

#define DEGREE 0.017453292519943295f

static int
channel(float linear)
{
	float s = linear <= 0.0031308f ? 12.92f * linear :
	    1.055f * powf(linear, 1 / 2.4f) - 0.055f;

	return s <= 0 ? 0 : s >= 1 ? 255 : (int)(s * 255 + 0.5f);
}

void
tint_oklch(float lightness, float chroma, float hue, char out[8])
{
	float a = chroma * cosf(hue * DEGREE), b = chroma * sinf(hue * DEGREE);
	float l = lightness + 0.3963377774f * a + 0.2158037573f * b;
	float m = lightness - 0.1055613458f * a - 0.0638541728f * b;
	float s = lightness - 0.0894841775f * a - 1.2914855480f * b;

	l = l * l * l;
	m = m * m * m;
	s = s * s * s;
	snprintf(out, 8, "#%02x%02x%02x",
	    channel(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
	    channel(-1.2684380046f * l + 2.6097574011f * m -
	    0.3413193965f * s),
	    channel(-0.0041960863f * l - 0.7034186147f * m +
	    1.7076147010f * s));
}

static float
linear_of(uint32_t byte)
{
	float s = (float)(byte & 255) / 255;

	return s <= 0.04045f ? s / 12.92f : powf((s + 0.055f) / 1.055f, 2.4f);
}

float
tint_hue_of(uint32_t colour)
{
	float r = linear_of(colour >> 16), g = linear_of(colour >> 8);
	float b = linear_of(colour), l, m, s, hue;

	l = cbrtf(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
	m = cbrtf(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
	s = cbrtf(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
	hue = atan2f(0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s,
	    1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s) /
	    DEGREE;
	return hue < 0 ? hue + 360 : hue;
}
