# SPDX-License-Identifier: Apache-2.0
# Writes the small files beside it: python3 small.py
import json, struct
import numpy as np

a = np.arange(6, dtype="<f4").reshape(2, 3)
b = np.asfortranarray(np.arange(6, dtype=">i2").reshape(3, 2))
np.save("small.npy", a)
np.savez("small.npz", a=a, b=b)
np.savez_compressed("packed.npz", a=a, b=b)

head = json.dumps({"a.0.w": {"dtype": "F32", "shape": [2, 3],
                             "data_offsets": [0, 24]},
                   "a.1.w": {"dtype": "BF16", "shape": [2],
                             "data_offsets": [24, 28]}}).encode()
head += b" " * (-len(head) % 8)
with open("small.safetensors", "wb") as f:
    f.write(struct.pack("<Q", len(head)) + head + a.tobytes() + b"\0\0\x80?")


def string(s):
    return struct.pack("<Q", len(s)) + s.encode()


out = b"GGUF" + struct.pack("<IQQ", 3, 2, 4)
out += string("general.architecture") + struct.pack("<I", 8) + string("none")
out += string("t.list") + struct.pack("<IIQ", 9, 8, 2) + string("x") + string("yz")
out += string("t.deep") + struct.pack("<IIQ", 9, 9, 1) + struct.pack("<IQ3i", 5, 3, 1, 2, 3)
out += string("t.f") + struct.pack("<If", 6, 1.5)
out += string("a.0.w") + struct.pack("<IQQIQ", 2, 3, 2, 0, 0)
out += string("a.1.w") + struct.pack("<IQIQ", 1, 32, 3, 32)
out += b"\0" * (-len(out) % 32)
out += a.tobytes() + b"\0" * 8 + b"\0\x3c\0\0" + bytes(range(16))
open("small.gguf", "wb").write(out)
