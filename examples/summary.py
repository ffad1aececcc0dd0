# SPDX-License-Identifier: Apache-2.0
"""What the executed tour computed: the text of its summary cell.

    python examples/summary.py EXECUTED.ipynb
"""
import json
import sys

cells = json.load(open(sys.argv[1], encoding="utf-8"))["cells"]
for cell in cells:
    if "summary" in cell.get("metadata", {}).get("tags", []):
        for out in cell["outputs"]:
            if out["output_type"] == "stream":
                print("".join(out["text"]), end="")
