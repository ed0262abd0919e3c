"""A tiny network with the inputs, outputs and configuration of a Piper voice.

It makes a tone for each phoneme id, higher for other speakers, and noise where noise is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 22_050
_SAMPLES = 660.0  # for each phoneme id: 30 ms


def write(folder: Path, name: str = "probe.onnx", speakers: tuple[str, ...] = ()) -> Path:
    """Network and configuration in `folder`; the network's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(network(bool(speakers)))
    path.with_name(f"{name}.json").write_text(json.dumps(config(speakers)), "utf-8")
    return path


def config(speakers: tuple[str, ...] = ()) -> dict[str, object]:
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    return {
        "audio": {"sample_rate": RATE, "quality": "medium"},
        "espeak": {"voice": "de"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_map": {},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": max(1, len(speakers)),
        "speaker_id_map": {speaker: number for number, speaker in enumerate(speakers)},
    }


def network(several: bool) -> bytes:
    """The network, serialised."""
    hertz = 150 + 5.0 * np.arange(256)
    hertz[:4] = 0  # padding, begin, end and space are silent
    constants = {
        "hertz": hertz.astype(np.float32),
        "samples": np.float32(_SAMPLES),
        "zero": np.int64(0),
        "one": np.int64(1),
        "turn": np.float32(2 * np.pi / RATE),
        "loud": np.float32(0.3),
        "higher": np.float32(1.5),
        "whole": np.array([1, 1, 1, -1], np.int64),
        "row": np.array([1, -1], np.int64),
        "column": np.array([-1, 1], np.int64),
        "at_noise": np.array(0, np.int64),
        "at_length": np.array(1, np.int64),
    }
    speaker = [
        node("Cast", ["sid"], "number", to=TensorProto.FLOAT),
        node("Pow", ["higher", "number"], "factor"),
        node("Mul", ["base", "factor"], "tones"),
    ]
    nodes = [
        node("Squeeze", ["input", "at_once"], "ids"),
        node("Gather", ["hertz", "ids"], "base"),
        *(speaker if several else [node("Identity", ["base"], "tones")]),
        node("Gather", ["scales", "at_length"], "length"),
        node("Mul", ["samples", "length"], "long"),
        node("Cast", ["long"], "count", to=TensorProto.INT64),
        node("Range", ["zero", "count", "one"], "steps"),
        node("Cast", ["steps"], "time", to=TensorProto.FLOAT),
        node("Reshape", ["time", "row"], "times"),
        node("Reshape", ["tones", "column"], "pitches"),
        node("Mul", ["pitches", "times"], "cycles"),
        node("Mul", ["cycles", "turn"], "phase"),
        node("Sin", ["phase"], "wave"),
        node("Mul", ["wave", "loud"], "sound"),
        node("RandomNormalLike", ["sound"], "random"),
        node("Gather", ["scales", "at_noise"], "noisy"),
        node("Mul", ["random", "noisy"], "hiss"),
        node("Mul", ["hiss", "wave"], "rough"),
        node("Add", ["sound", "rough"], "mixed"),
        node("Reshape", ["mixed", "whole"], "output"),
        node("Identity", ["input_lengths"], "unused"),
    ]
    constants["at_once"] = np.array([0], np.int64)
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if several:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    graph = helper.make_graph(
        nodes,
        "probe",
        inputs,
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
        [numpy_helper.from_array(np.asarray(v), name) for name, v in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def node(kind: str, inputs: list[str], output: str, **attributes: int) -> onnx.NodeProto:
    return helper.make_node(kind, inputs, [output], **attributes)
