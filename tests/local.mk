## SPDX-License-Identifier: Apache-2.0
## Each folder of sources lists its own runner; here is what they share.
dist_check_SCRIPTS += %D%/lint/lint.sh %D%/examples.sh
EXTRA_DIST += %D%/lint/layers.awk examples/tour.ipynb examples/language.ipynb \
	examples/named_arrays.ipynb examples/layers.ipynb examples/summary.py \
	examples/tour.png tests/bench/model.py
