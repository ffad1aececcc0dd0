# SPDX-License-Identifier: Apache-2.0
# Penzai's converters. What transformers loads here is Penzai's tree already.
from penzai.models.transformer.model_parts import TransformerLM as _LM


def _converted(model, upcast_activations_to_float32=False,
               use_layer_stack=False):
    if not isinstance(model, _LM):
        raise TypeError("expected a model that transformers' from_pretrained "
                        "or pj.load gave, not " + type(model).__name__)
    if use_layer_stack:
        raise NotImplementedError("use_layer_stack is not supported")
    return model


def llama_from_huggingface_model(model, upcast_activations_to_float32=False,
                                 use_layer_stack=False):
    """The model as Penzai's tree."""
    return _converted(model, upcast_activations_to_float32, use_layer_stack)


def mistral_from_huggingface_model(model,
                                   upcast_activations_to_float32=False,
                                   use_layer_stack=False):
    """The model as Penzai's tree."""
    return _converted(model, upcast_activations_to_float32, use_layer_stack)


def gpt_neox_from_huggingface_model(model,
                                    upcast_activations_to_float32=False,
                                    use_layer_stack=False):
    """The model as Penzai's tree."""
    return _converted(model, upcast_activations_to_float32, use_layer_stack)
