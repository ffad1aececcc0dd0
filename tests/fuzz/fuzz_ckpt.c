/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a checkpoint of whatever format they look like. */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "core/load/ckpt.h"
#include "core/load/gguf.h"
#include "core/load/tokenizer.h"
#include "tests/load_case.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/penjing-fuzz-XXXXXX";
	int fd = mkstemp(path);
	struct ckpt *k;
	struct ctx c;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
	case_init(&c);
	k = ckpt_open(&c, path);
	if (k == NULL && !err_is_set(&c))
		BUG("a failure without an error");
	if (k != NULL) {
		if (ckpt_tree(&c, k) == NULL)
			err_clear(&c);
		if (ckpt_is_gguf(k))
			tokenizer_of_gguf(&c, k);
	}
	unlink(path);
	case_release(&c);
	return 0;
}
