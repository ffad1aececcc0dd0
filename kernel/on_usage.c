/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/attr.h"
#include "kernel/clock.h"
#include "kernel/dispatch.h"
#include "kernel/emit.h"
#include "kernel/kernel.h"

/* Bytes of one line of a file like /proc/meminfo; 0 when it has none. */
static unsigned long long
read_kib(const char *path, const char *name)
{
	unsigned long long kib = 0;
	char line[256];
	size_t len = strlen(name);
	FILE *f = fopen(path, "r");

	if (f == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, name, len) == 0 && line[len] == ':') {
			sscanf(line + len + 1, "%llu", &kib);
			break;
		}
	fclose(f);
	return kib * 1024;
}

/* Percent of one processor since the last time somebody asked. */
static double
own_cpu(struct kernel *k)
{
	struct rusage r;
	int64_t now = clock_us(), used, time;
	double percent = 0;

	getrusage(RUSAGE_SELF, &r);
	used = (int64_t)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000 +
	    r.ru_utime.tv_usec + r.ru_stime.tv_usec;
	time = now - k->usage_when;
	if (k->usage_when != 0 && time > 0)
		percent = 100.0 * (double)(used - k->usage_cpu) /
		    (double)time;
	k->usage_when = now;
	k->usage_cpu = used;
	return percent;
}

static void
write_memory(struct emit *e)
{
	static const struct {
		const char *key, *line;
	} row[] = {
		{ "total", "MemTotal" }, { "available", "MemAvailable" },
		{ "free", "MemFree" }, { "active", "Active" },
		{ "inactive", "Inactive" }, { "buffers", "Buffers" },
		{ "cached", "Cached" }, { "shared", "Shmem" },
		{ "slab", "Slab" },
	};
	unsigned long long total = read_kib("/proc/meminfo", "MemTotal");
	unsigned long long left = read_kib("/proc/meminfo", "MemAvailable");

	emit_key(e, "host_virtual_memory");
	emit_open(e, '{');
	for (size_t i = 0; i < nitems(row); i++)
		emit_key_int(e, row[i].key,
		    (long long)read_kib("/proc/meminfo", row[i].line));
	emit_key_int(e, "used", (long long)(total - left));
	emit_key(e, "percent");
	emit_real(e, total > 0 ? 100.0 * (double)(total - left) /
	    (double)total : 0);
	emit_close(e, '{');
}

void
on_usage(struct kernel *k, struct msg *m, struct emit *e)
{
	char host[256] = "";
	unsigned long long memory;

	(void)m;
	gethostname(host, sizeof host - 1);
	memory = read_kib("/proc/self/smaps_rollup", "Pss");
	if (memory == 0)
		memory = read_kib("/proc/self/status", "VmRSS");
	reply_ok(e);
	emit_key_str(e, "hostname", host);
	emit_key_int(e, "pid", getpid());
	emit_key(e, "kernel_cpu");
	emit_real(e, own_cpu(k));
	emit_key_int(e, "kernel_memory", (long long)memory);
	emit_key_int(e, "cpu_count", sysconf(_SC_NPROCESSORS_ONLN));
	write_memory(e);
}
