/* SPDX-License-Identifier: Apache-2.0 */
/* The module time. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "core/lang/mod_std.h"

static const struct param none_params[] = { { 0 } };
static const struct param seconds_params[] = {
	{ "seconds", PARAM_ANY, NULL, "How long.", PARAM_POSITIONAL }, { 0 }
};
static const struct param when_params[] = {
	{ "seconds", PARAM_ANY, "None", "Since 1970; now when left out.",
	    PARAM_POSITIONAL | PARAM_OPTIONAL }, { 0 }
};
static const struct param strftime_params[] = {
	{ "format", PARAM_STR, NULL, "As C's strftime.", PARAM_POSITIONAL },
	{ "t", PARAM_ANY, "None", "A struct_time; now when left out.",
	    PARAM_POSITIONAL | PARAM_OPTIONAL }, { 0 }
};

static int64_t
clock_ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

#define CLOCK_LIST(X)                                                     \
	X(time, CLOCK_REALTIME, "Seconds since 1970.")                    \
	X(perf_counter, CLOCK_MONOTONIC, "Seconds of a precise clock.")   \
	X(monotonic, CLOCK_MONOTONIC, "Seconds; never goes back.")        \
	X(process_time, CLOCK_PROCESS_CPUTIME_ID, "Seconds of work.")     \
	X(thread_time, CLOCK_THREAD_CPUTIME_ID, "The same of a thread.")

#define X(name, id, doc)                                                  \
	static struct value *time_##name(struct ctx *c,                   \
	    struct value *const *args UNUSED)                             \
	{                                                                 \
		return value_float(c, (double)clock_ns(id) * 1e-9);       \
	}                                                                 \
	static struct value *time_##name##_ns(struct ctx *c,              \
	    struct value *const *args UNUSED)                             \
	{                                                                 \
		return value_int(c, clock_ns(id));                        \
	}
CLOCK_LIST(X)
#undef X

/* In naps, so that an interrupt ends it at once. */
static struct value *
time_sleep(struct ctx *c, struct value *const *args)
{
	double s;
	int64_t end, left;

	if (!value_to_float(c, args[0], "argument", &s))
		return NULL;
	if (isnan(s))
		return err_raise(c, ERR_VALUE,
		    "Invalid value NaN (not a number)");
	if (s < 0)
		return err_raise(c, ERR_VALUE,
		    "sleep length must be non-negative");
	if (s > 1e9)
		return err_raise(c, ERR_OVERFLOW,
		    "timestamp too large to convert to C _PyTime_t");
	end = clock_ns(CLOCK_MONOTONIC) + (int64_t)(s * 1e9);
	while ((left = end - clock_ns(CLOCK_MONOTONIC)) > 0) {
		struct timespec nap = { 0, left < 20000000 ? left : 20000000 };

		nanosleep(&nap, NULL);
		if (!ctx_poll(c))
			return NULL;
	}
	return &value_none;
}

/* ---- dates ----------------------------------------------------------------------- */

static bool
when(struct ctx *c, struct value *v, time_t *t)
{
	double s;

	if (v == &value_none) {
		*t = time(NULL);
		return true;
	}
	if (!value_to_float(c, v, "argument", &s))
		return false;
	if (!(fabs(s) < 1e15)) {
		err_raise(c, ERR_OVERFLOW,
		    "timestamp out of range for platform time_t");
		return false;
	}
	*t = (time_t)floor(s);
	return true;
}

/* The nine numbers of a struct_time; the class is in the source below. */
static struct value *
numbers(struct ctx *c, const struct tm *tm)
{
	struct value *v[9] = {
		value_int(c, tm->tm_year + 1900), value_int(c, tm->tm_mon + 1),
		value_int(c, tm->tm_mday), value_int(c, tm->tm_hour),
		value_int(c, tm->tm_min), value_int(c, tm->tm_sec),
		value_int(c, (tm->tm_wday + 6) % 7),
		value_int(c, tm->tm_yday + 1), value_int(c, tm->tm_isdst),
	};

	return tuple_new(c, nitems(v), v);
}

static struct value *
time_gm(struct ctx *c, struct value *const *args)
{
	struct tm tm;
	time_t t;

	if (!when(c, args[0], &t))
		return NULL;
	return gmtime_r(&t, &tm) == NULL ? err_raise_errno(c, errno, "time") :
	    numbers(c, &tm);
}

static struct value *
time_local(struct ctx *c, struct value *const *args)
{
	struct tm tm;
	time_t t;

	if (!when(c, args[0], &t))
		return NULL;
	return localtime_r(&t, &tm) == NULL ?
	    err_raise_errno(c, errno, "time") : numbers(c, &tm);
}

static bool
tm_of(struct ctx *c, struct value *v, struct tm *tm)
{
	struct value *seq = value_unwrap(v);
	int64_t n[9];
	time_t t;

	if (v == &value_none) {
		t = time(NULL);
		return localtime_r(&t, tm) != NULL;
	}
	if (!value_is_seq(seq) || seq_len(seq) != 9) {
		err_raise(c, ERR_TYPE,
		    "Tuple or struct_time argument required");
		return false;
	}
	for (size_t i = 0; i < 9; i++) {
		if (!value_to_int(c, seq_item(seq, i), "an item", &n[i]))
			return false;
		if (n[i] < -100000 || n[i] > 100000) {
			err_raise(c, ERR_VALUE, "an item is out of range");
			return false;
		}
	}
	*tm = (struct tm) { .tm_year = (int)n[0] - 1900,
		.tm_mon = (int)n[1] - 1, .tm_mday = (int)n[2],
		.tm_hour = (int)n[3], .tm_min = (int)n[4],
		.tm_sec = (int)n[5], .tm_wday = ((int)n[6] + 8) % 7,
		.tm_yday = (int)n[7] - 1, .tm_isdst = (int)n[8] };
	if (n[1] < 0 || n[1] > 12 || n[2] < 0 || n[2] > 31 || n[3] < 0 ||
	    n[3] > 23 || n[4] < 0 || n[4] > 59 || n[5] < 0 || n[5] > 61 ||
	    n[6] < -1 || n[7] < 0 || n[7] > 366) {
		err_raise(c, ERR_VALUE, "an item is out of range");
		return false;
	}
	return true;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static struct value *
time_strftime(struct ctx *c, struct value *const *args)
{
	char out[1024];
	struct tm tm;

	if (!tm_of(c, args[1], &tm))
		return NULL;
	if (str_bytes(args[0]) > 200)
		return err_raise(c, ERR_VALUE, "the format is too long");
	return str_new_len(c, out, strftime(out, sizeof out,
	    str_text(args[0]), &tm));
}
#pragma GCC diagnostic pop

static const struct param t_params[] = {
	{ "t", PARAM_ANY, NULL, "A struct_time.", PARAM_POSITIONAL }, { 0 }
};

static struct value *
time_mktime(struct ctx *c, struct value *const *args)
{
	struct tm tm;

	return tm_of(c, args[0], &tm) ? value_float(c, (double)mktime(&tm)) :
	    NULL;
}

static const struct native functions[] = {
#define X(name, id, doc)                                                  \
	{ #name, none_params, time_##name, doc, NULL },                   \
	{ #name "_ns", none_params, time_##name##_ns, doc, NULL },
	CLOCK_LIST(X)
#undef X
	{ "sleep", seconds_params, time_sleep, "Waits.", NULL },
	{ "_gmtime", when_params, time_gm, "Nine numbers.", NULL },
	{ "_localtime", when_params, time_local, "Nine numbers.", NULL },
	{ "strftime", strftime_params, time_strftime, "A time as text.",
	    NULL },
	{ "mktime", t_params, time_mktime, "Local time to seconds.", NULL },
	{ 0 }
};

static const char source[] =
"class struct_time(tuple):\n"
"    def __repr__(self):\n"
"        return 'time.struct_time(' + ', '.join(\n"
"            [f'{n}={v!r}' for n, v in zip(_names, self)]) + ')'\n"
"_names = ('tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec',\n"
"          'tm_wday', 'tm_yday', 'tm_isdst')\n"
"def _getter(i):\n"
"    return property(lambda self: self[i])\n"
"for _i, _n in enumerate(_names):\n"
"    setattr(struct_time, _n, _getter(_i))\n"
"def gmtime(seconds=None):\n"
"    return struct_time(_gmtime(seconds))\n"
"def localtime(seconds=None):\n"
"    return struct_time(_localtime(seconds))\n"
"def ctime(seconds=None):\n"
"    return asctime(localtime(seconds))\n"
"def asctime(t=None):\n"
"    t = localtime() if t is None else t\n"
"    return strftime('%a %b ', t) + f'{t[2]:2d} ' + \\\n"
"        strftime('%H:%M:%S %Y', t)\n";

const struct module_row mod_time = {
	.name = "time", .doc = "Clocks and dates.", .functions = functions,
	.source = source,
};
