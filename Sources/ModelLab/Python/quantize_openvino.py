"""Quantises a network to INT8 by NNCF's defaults, calibrated with pictures of the network's size.

python quantize_openvino.py --model F.onnx --family v6-small-rec --calibration FOLDER -o OUT.xml

Prints lines of JSON; the last is {"event": "done", …}.
"""

import argparse
import json
import os

import cv2
import nncf
import numpy
import openvino


def arithmetic(family):
    """Mean and scale of PaddleOCR's networks, in the order of the picture's channels, BGR."""
    if family.endswith("det") or family == "v5-cls":
        return numpy.array([123.675, 116.28, 103.53]), numpy.array([0.01712475, 0.017507, 0.01742919])
    return numpy.full(3, 127.5), numpy.full(3, 1 / 127.5)


def samples(calibration, family):
    if calibration.endswith(".npy"):
        return list(numpy.load(calibration).astype(numpy.float32))
    mean, scale = arithmetic(family)
    result = []
    for name in sorted(os.listdir(calibration)):
        picture = cv2.imdecode(numpy.fromfile(os.path.join(calibration, name), numpy.uint8), cv2.IMREAD_COLOR)
        if picture is not None:
            result.append(((picture - mean) * scale).transpose(2, 0, 1)[None].astype(numpy.float32))
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--family", required=True)
    parser.add_argument("--calibration", required=True)
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    model = openvino.Core().read_model(arguments.model)
    pictures = samples(arguments.calibration, arguments.family)
    print(json.dumps({"event": "calibration", "pictures": len(pictures)}), flush=True)
    is_recogniser = arguments.family.endswith("rec")
    quantised = nncf.quantize(
        model,
        nncf.Dataset(pictures),
        preset=nncf.QuantizationPreset.MIXED,
        model_type=nncf.ModelType.TRANSFORMER if is_recogniser else None,
        subset_size=len(pictures),
    )
    openvino.save_model(quantised, arguments.output, compress_to_fp16=False)
    weights = os.path.getsize(os.path.splitext(arguments.output)[0] + ".bin")
    print(json.dumps({"event": "done", "xml": arguments.output, "precision": "int8", "weights": weights}))


if __name__ == "__main__":
    main()
