# SPDX-License-Identifier: Apache-2.0
"""What a model costs here: opening, a long prompt, tokens one by one, an edit.

    penjing run tests/bench/model.py MODEL.gguf [GOLDEN.npz]

GOLDEN has tokens and the last_logits that another program gave for them.
"""
import sys
import time
import penjing as pj
from penzai import pz
import jax.numpy as jnp
import numpy as np
t = time.time()
m = pj.load(sys.argv[1])
print(f"open:                        {(time.time() - t) * 1e3:.1f} ms")
ids = list(range(100, 612))
tok = pz.nx.wrap(jnp.array(ids)).tag("seq")
best = 9
for i in range(6):
    t = time.time()
    m(tok).unwrap("seq", "vocabulary").block_until_ready()
    best = min(best, time.time() - t)
print(f"prompt of 512 tokens, best:  {best:.3f} s")

def gen(n):
    t = time.time()
    pj.generate(m, ids[:32], max_new_tokens=n)
    return time.time() - t

gen(8)
a = min(gen(16) for _ in range(3))
b = min(gen(80) for _ in range(3))
print(f"a token, keys cached:        {(b - a) / 64 * 1e3:.2f} ms")

@pz.pytree_dataclass
class Keep(pz.nn.Layer):
    seen: pz.StateVariable

    def __call__(self, x, **side_inputs):
        self.seen.value = x
        return x

tok32 = pz.nx.wrap(jnp.array(ids[:32])).tag("seq")
m(tok32).unwrap("seq", "vocabulary").block_until_ready()
times = []
for i in range(5):
    t = time.time()
    v = pz.StateVariable(None, label="x")
    softmax = (pz.select(m).at_instances_of(pz.nn.Attention).pick_nth_selected(5)
               .at_instances_of(pz.nn.Softmax))
    m2 = softmax.insert_after(Keep(v))
    m2(tok32).unwrap("seq", "vocabulary").block_until_ready()
    times.append(time.time() - t)
print(f"inserted layer to its result, 32 tokens: {min(times) * 1e3:.1f} ms")

if len(sys.argv) > 2:
    golden = np.load(sys.argv[2])
    tokens = pz.nx.wrap(jnp.array(golden["tokens"])).tag("seq")
    last = m(tokens)[{"seq": -1}].unwrap("vocabulary")
    off = jnp.abs(last - jnp.array(golden["last_logits"])).max()
    print(f"largest difference of a logit: {float(off):.1e}")
