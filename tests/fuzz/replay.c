/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a fuzz target over the files of its corpus, so that what was found
 * once is tested for ever, without a fuzzer. The folders are given; without
 * any it is corpus/NAME, where the program is called replay_NAME. Each file
 * is also run cut short at a few places.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int files, runs;

static void
run(const uint8_t *data, size_t size)
{
	/* A block of the exact size: a sanitizer sees each byte beyond. */
	uint8_t *exact = malloc(size > 0 ? size : 1);

	if (exact == NULL)
		exit(EXIT_FAILURE);
	if (size > 0)
		memcpy(exact, data, size);
	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	runs++;
}

static void
run_file(const char *path)
{
	static uint8_t data[1 << 20];
	FILE *f = fopen(path, "rb");
	size_t n;

	if (f == NULL)
		return;
	n = fread(data, 1, sizeof data, f);
	fclose(f);
	files++;
	for (size_t i = 0; i < 16; i++)
		run(data, n * i / 16);
	run(data, n);
}

static int
run_folder(const char *folder)
{
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[4096];

	if (d == NULL) {
		perror(folder);
		return EXIT_FAILURE;
	}
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		run_file(path);
	}
	closedir(d);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	const char *src = getenv("PENJING_SRC"), *name = strrchr(argv[0], '_');
	int status = EXIT_SUCCESS;
	char folder[4096];

	for (int i = 1; i < argc; i++)
		status |= run_folder(argv[i]);
	if (argc < 2) {
		snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s",
		    src != NULL ? src : ".", name != NULL ? name + 1 : "");
		status = run_folder(folder);
	}
	printf("%s: %d files, %d runs\n", argv[0], files, runs);
	printf("replay: %d passed, %d failed\n", status == 0, status != 0);
	return status;
}
