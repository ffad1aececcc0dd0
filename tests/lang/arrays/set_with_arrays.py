# Arrays of indices go together; slices have axes of their own.
import jax.numpy as jnp

x = jnp.zeros((3, 4))
i = jnp.array([0, 1])
j = jnp.array([1, 2])
print(x.at[i, j].set(5.0).tolist())
# expect: [[0.0, 5.0, 0.0, 0.0], [0.0, 0.0, 5.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
print(x.at[i, 1:3].add(jnp.array([[1.0, 2.0], [3.0, 4.0]])).tolist())
# expect: [[0.0, 1.0, 2.0, 0.0], [0.0, 3.0, 4.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
print(x.at[jnp.array([[0], [2]]), j].add(1.0).tolist())
# expect: [[0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0]]
print(x.at[1, j].set(jnp.array([1.0, 2.0])).tolist())
# expect: [[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
print(x.at[:, j].set(jnp.array([1.0, 2.0])).tolist()[2])
# expect: [0.0, 1.0, 2.0, 0.0]
y = jnp.arange(24.0).reshape(2, 3, 4)
print(y[0, :, j].shape, y[0, j].shape, y[:, 1, j].shape, y[i, :, 3].shape)
# expect: (2, 3) (2, 4) (2, 2) (2, 3)
print(y[0, :, j].tolist())
# expect: [[1.0, 5.0, 9.0], [2.0, 6.0, 10.0]]
print(y.at[0, :, j].set(jnp.array([[1.0], [2.0]])).tolist()[0])
# expect: [[0.0, 1.0, 2.0, 3.0], [4.0, 1.0, 2.0, 7.0], [8.0, 1.0, 2.0, 11.0]]
print(y.at[i, :, i].add(100.0).tolist()[1][2])
# expect: [20.0, 121.0, 22.0, 23.0]
