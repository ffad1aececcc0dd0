## SPDX-License-Identifier: Apache-2.0
## Each folder of sources lists its own runner; here is what they share.
dist_check_SCRIPTS += %D%/lint/lint.sh %D%/examples.sh
EXTRA_DIST += %D%/lint/layers.awk %D%/bench/model.py %D%/bench/bench.sh \
	%D%/bench/lang.py %D%/bench/lang %D%/lang examples

## Folders are copied as they are: without what runs have left in them.
dist-hook:
	find $(distdir) \( -name __pycache__ -o -name .ipynb_checkpoints \) \
		-exec rm -rf {} +

## Figures, each beside a peer or a limit measured in the same run.
.PHONY: bench
bench: penjing bench_decode
	@$(AM_TESTS_ENVIRONMENT) sh $(srcdir)/tests/bench/bench.sh
