# SPDX-License-Identifier: Apache-2.0
# pz: the decorator is dataclasses' with children; the functions on variables
# are two or three selections each.
import dataclasses as _dataclasses

def pytree_dataclass(cls=None, /, *, has_implicitly_inherited_fields=False,
                     use_mutable_proxy_in_init=True,
                     overwrite_parent_init=False, init=True, repr='auto',
                     eq=True, order=False, match_args=False,
                     kw_only=False):
    def wrap(cls):
        if '__init__' in cls.__dict__:
            init_ = False
        else:
            init_ = init
        return _mark_pytree(_dataclasses.dataclass(
            frozen=True, init=init_, eq=eq, order=order,
            kw_only=kw_only)(cls))
    return wrap if cls is None else wrap(cls)

def is_pytree_node_field(field):
    return field.metadata.get('pytree_node', True)

def pretty_keystr(keypath, tree):
    parts = []
    for key in keypath:
        if type(key).__name__ == 'GetAttrKey':
            parts += ['/', type(tree).__name__]
        parts.append(str(key))
        tree = select(tree).at_keypaths([(key,)]).get()
    return ''.join(parts).removeprefix('/')

class VariableConflictError(ValueError):
    pass

class UnboundVariableError(ValueError):
    pass

def unbind_variables(tree, predicate=None, freeze=False):
    seen = {}
    def visit(var):
        if predicate is not None and not predicate(var):
            return var
        key = (type(var).__name__, var.label)
        if key in seen and seen[key] is not var:
            raise VariableConflictError(
                f'two different variables are called {var.label!r}')
        seen[key] = var
        return var.get_slot()
    tree = select(tree).at_instances_of(AbstractVariable).apply(visit)
    variables = tuple(seen.values())
    if freeze:
        variables = tuple(var.freeze() for var in variables)
    return tree, variables

def unbind_params(tree, freeze=False):
    return unbind_variables(tree, lambda v: isinstance(v, Parameter), freeze)

def unbind_state_vars(tree, freeze=False):
    return unbind_variables(
        tree, lambda v: isinstance(v, StateVariable), freeze)

def bind_variables(tree, variables, allow_unused=False,
                   unfreeze_as_copy=False):
    by_label = {}
    for var in variables:
        if unfreeze_as_copy:
            var = var.unfreeze_as_copy()
        if var.label in by_label:
            raise ValueError(f'two variables are called {var.label!r}')
        by_label[var.label] = var
    used = set()
    def visit(slot):
        if slot.label not in by_label:
            return slot
        used.add(slot.label)
        return by_label[slot.label]
    tree = select(tree).at_instances_of(
        ParameterSlot | StateVariableSlot).apply(visit)
    if not allow_unused:
        for label in by_label:
            if label not in used:
                raise ValueError(f'there is no slot for {label!r}')
    return tree

def freeze_variables(tree, predicate=None):
    return select(tree).at_instances_of(AbstractVariable).where(
        lambda v: predicate is None or predicate(v)).apply(
        lambda v: v.freeze())

def freeze_params(tree):
    return freeze_variables(tree, lambda v: isinstance(v, Parameter))

def freeze_state_vars(tree):
    return freeze_variables(tree, lambda v: isinstance(v, StateVariable))

def variable_jit(fun, *, donate_variables=False, **jit_kwargs):
    return fun
