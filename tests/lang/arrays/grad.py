import jax
import jax.numpy as jnp

print(float(jax.grad(lambda x: x ** 3)(2.0)))  # expect: 12.0
print(jax.grad(lambda x: (x * x).sum())(jnp.array([1.0, 2.0, 3.0])))  # expect: [2. 4. 6.]
value, slope = jax.value_and_grad(lambda x: jnp.sin(x))(0.0)
print(float(value), float(slope))  # expect: 0.0 1.0
print(float(jax.grad(lambda x: jax.grad(lambda y: y ** 4)(x))(2.0)))  # expect: 48.0
