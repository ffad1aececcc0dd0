# SPDX-License-Identifier: Apache-2.0
# Writes llama3/ and the logits beside it: python3 llama3.py (torch,
# transformers). A small random Llama whose angles are scaled two ways.
import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM

KINDS = {
    "logits": {"rope_type": "llama3", "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
               "original_max_position_embeddings": 32},
    "linear": {"rope_type": "linear", "factor": 3.0},
}
torch.manual_seed(5)
ids = torch.randint(0, 64, (1, 48))
weights = None
for name, rope in KINDS.items():
    model = LlamaForCausalLM(LlamaConfig(
        vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=1, max_position_embeddings=128, tie_word_embeddings=True, initializer_range=0.3,
        attn_implementation="eager", rope_parameters={**rope, "rope_theta": 100.0})).eval()
    weights = weights or model.state_dict()
    model.load_state_dict(weights)
    if name == "logits":
        model.save_pretrained("llama3")
    with torch.no_grad():
        np.save(f"llama3_{name}.npy", model(ids).logits[0, -1].numpy())
np.save("llama3_tokens.npy", ids[0].numpy().astype(np.int32))
