#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes quant_blocks.bin from quant_blocks.gguf and quant_blocks.npz: for
each block type its name (8 bytes), the number of rows, of bytes a row and of
elements a row (u32 each), the hash of each row's float32 values, the bytes."""
import ast
import io
import struct
import sys
import zipfile

NAMES = {2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 10: "Q2_K",
         11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 16: "IQ2_XXS",
         17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL",
         21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M", 34: "TQ1_0",
         35: "TQ2_0", 39: "MXFP4", 40: "NVFP4"}


def fnv(data):
    h = 0xcbf29ce484222325
    for b in data:
        h = (h ^ b) * 0x100000001b3 & 0xffffffffffffffff
    return h


def gguf(path):
    f = open(path, "rb")
    u32 = lambda: struct.unpack("<I", f.read(4))[0]
    u64 = lambda: struct.unpack("<Q", f.read(8))[0]
    text = lambda: f.read(u64()).decode()
    size = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}

    def value(kind):
        if kind == 8:
            return text()
        if kind == 9:
            of, n = u32(), u64()
            return [value(of) for _ in range(n)]
        return int.from_bytes(f.read(size[kind]), "little")

    assert f.read(4) == b"GGUF"
    u32()
    ntensors, nkeys = u64(), u64()
    keys = {}
    for _ in range(nkeys):
        name = text()
        keys[name] = value(u32())
    info = []
    for _ in range(ntensors):
        name = text()
        dims = [u64() for _ in range(u32())]
        info.append((name, dims, u32(), u64()))
    align = keys.get("general.alignment", 32)
    base = (f.tell() + align - 1) // align * align
    ends = sorted(i[3] for i in info) + [f.seek(0, 2) - base]
    for name, dims, kind, at in info:
        f.seek(base + at)
        yield name, dims, kind, f.read(min(e for e in ends if e > at) - at)


def npy(data):
    f = io.BytesIO(data)
    f.read(8)
    head = ast.literal_eval(f.read(struct.unpack("<H", f.read(2))[0]).decode())
    return head, f.read()


def main(folder, out):
    z = zipfile.ZipFile(folder + "/quant_blocks.npz")
    block = {}
    with open(out, "wb") as f:
        for name, dims, kind, data in gguf(folder + "/quant_blocks.gguf"):
            if kind not in NAMES:
                continue
            head, gold = npy(z.read(name + ".npy"))
            assert head["descr"] == "<f4", head
            rows = head["shape"][0]
            n = head["shape"][1]
            # What follows the last block of a tensor is padding.
            per = {"Q4_0": 18 / 32, "Q4_1": 20 / 32, "Q5_0": 22 / 32,
                   "Q5_1": 24 / 32, "Q8_0": 34 / 32, "Q2_K": 84 / 256,
                   "Q3_K": 110 / 256, "Q4_K": 144 / 256, "Q5_K": 176 / 256,
                   "Q6_K": 210 / 256, "IQ1_S": 50 / 256, "IQ1_M": 56 / 256,
                   "IQ2_XXS": 66 / 256, "IQ2_XS": 74 / 256,
                   "IQ2_S": 82 / 256, "IQ3_XXS": 98 / 256,
                   "IQ3_S": 110 / 256, "IQ4_NL": 18 / 32,
                   "IQ4_XS": 136 / 256, "TQ1_0": 54 / 256,
                   "TQ2_0": 66 / 256, "MXFP4": 17 / 32,
                   "NVFP4": 36 / 64}[NAMES[kind]]
            size = int(n * per)
            f.write(struct.pack("<8sIII", NAMES[kind].encode(), rows, size, n))
            for r in range(rows):
                row = gold[r * n * 4:(r + 1) * n * 4]
                # The sign of a zero is free.
                row = b"".join(b"\0\0\0\0" if w == b"\0\0\0\x80" else w
                               for w in (row[i:i + 4]
                                         for i in range(0, len(row), 4)))
                f.write(struct.pack("<Q", fnv(row)))
            f.write(data[:rows * size])


main(sys.argv[1], sys.argv[2])
