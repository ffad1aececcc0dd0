# SPDX-License-Identifier: Apache-2.0
# The loaders of Hugging Face's library: they give our own models and
# tokenizers. Nothing is downloaded: a name is looked for in the caches.
import penjing as _pj

# Where and how the original keeps weights; without meaning here, where they
# stay as the file has them and are computed in float32.
_PLACEMENT = ('device_map', 'low_cpu_mem_usage', 'local_files_only',
              'use_fast', 'legacy', 'cache_dir', 'token', 'offload_folder',
              'use_safetensors', 'attn_implementation', 'torch_dtype',
              'dtype', 'padding_side')


def _check(kwargs):
    for name in kwargs:
        if name not in _PLACEMENT:
            raise TypeError("from_pretrained() got an argument that is not "
                            "supported: '" + name + "'")


class AutoTokenizer:
    """The tokenizer of a checkpoint."""

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, **kwargs):
        _check(kwargs)
        return _pj.tokenizer(str(pretrained_model_name_or_path))


class PreTrainedTokenizerFast(AutoTokenizer):
    pass


class AutoModelForCausalLM:
    """The model of a checkpoint: a TransformerLM, called as Penzai's."""

    @classmethod
    def from_pretrained(cls, pretrained_model_name_or_path, **kwargs):
        _check(kwargs)
        return _pj.load(str(pretrained_model_name_or_path))


class LlamaForCausalLM(AutoModelForCausalLM):
    pass


class MistralForCausalLM(AutoModelForCausalLM):
    pass


class Qwen2ForCausalLM(AutoModelForCausalLM):
    pass


class Qwen3ForCausalLM(AutoModelForCausalLM):
    pass


class GPTNeoXForCausalLM(AutoModelForCausalLM):
    pass
