# What nmap's function returns keeps its positional axes.
import jax
import jax.numpy as jnp
from penzai import pz

x = pz.nx.wrap(jnp.arange(6.0).reshape(2, 3)).tag("a", "b").untag("b")


def rows(y):
    return y.tag("b").unwrap("a", "b").tolist()


print(rows(pz.nx.nmap(jnp.negative)(x)))
# expect: [[-0.0, -1.0, -2.0], [-3.0, -4.0, -5.0]]
print(rows(pz.nx.nmap(lambda v: v / jnp.max(v))(x * 0 + 2)))
# expect: [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
print(rows(pz.nx.nmap(jnp.cumsum)(x)))
# expect: [[0.0, 1.0, 3.0], [3.0, 7.0, 12.0]]
y = pz.nx.nmap(lambda v, w: v[None] + w)(x, pz.nx.arange("c", 2))
print(y.positional_shape, dict(y.named_shape) == {"a": 2, "c": 2})
# expect: (1, 3) True
print(pz.nx.nmap(jnp.sum)(x).unwrap("a").tolist())
# expect: [3.0, 12.0]
