## SPDX-License-Identifier: Apache-2.0
## Each folder of sources lists its own runner; here is what they share.
dist_check_SCRIPTS += %D%/lint/lint.sh %D%/examples.sh
EXTRA_DIST += %D%/lint/layers.awk %D%/bench/model.py %D%/lang examples

## Folders are copied as they are: without what runs have left in them.
dist-hook:
	find $(distdir) \( -name __pycache__ -o -name .ipynb_checkpoints \) \
		-exec rm -rf {} +
