"""Converts a network to OpenVINO's notation: an .xml and, beside it, a .bin with the weights in f32, f16 or bf16.

python convert_openvino.py --model F.onnx --precision f16 [--input-shape 1,3,224,320] [--outputs A,B] -o OUT.xml

Prints one line of JSON: {"event": "done", "xml": …, "precision": …, "weights": bytes}.
"""

import argparse
import json
import os

import numpy
import openvino
from openvino import opset13


# Smaller constants (shapes, biases, single numbers) stay as they are: they take no room, and engines keep biases in f32.
LEAST = 1024


def with_bf16_weights(model):
    """Puts each large constant into bf16, with a conversion back behind it."""
    for node in model.get_ordered_ops():
        if node.get_type_name() != "Constant" or node.get_element_type() != openvino.Type.f32:
            continue
        if node.get_output_size() != 1 or int(numpy.prod(list(node.get_output_shape(0)))) < LEAST:
            continue
        tensor = openvino.Tensor(openvino.Type.bf16, node.get_output_shape(0))
        # numpy knows no bf16: the tensor shows itself as another type of 16 bits.
        tensor.data[:] = rounded_to_bf16(node.data).view(tensor.data.dtype)
        wide = opset13.convert(openvino.op.Constant(tensor), "f32")
        wide.set_friendly_name(node.get_friendly_name() + "/f32")
        for target in node.output(0).get_target_inputs():
            target.replace_source_output(wide.output(0))


def rounded_to_bf16(values):
    """The bits of the nearest bf16 numbers, ties to even; values are finite, as weights are."""
    bits = numpy.ascontiguousarray(values, dtype=numpy.float32).view(numpy.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(numpy.uint16)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--precision", required=True, choices=["f32", "f16", "bf16"])
    parser.add_argument("--input-shape")
    parser.add_argument("--outputs")
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    outputs = arguments.outputs.split(",") if arguments.outputs else None
    model = openvino.convert_model(arguments.model, output=outputs)
    if arguments.input_shape:
        model.reshape(openvino.PartialShape([int(part) for part in arguments.input_shape.split(",")]))
    if arguments.precision == "bf16":
        with_bf16_weights(model)
        model.validate_nodes_and_infer_types()
    openvino.save_model(model, arguments.output, compress_to_fp16=arguments.precision == "f16")
    weights = os.path.getsize(os.path.splitext(arguments.output)[0] + ".bin")
    print(
        json.dumps(
            {"event": "done", "xml": arguments.output, "precision": arguments.precision, "weights": weights}
        )
    )


if __name__ == "__main__":
    main()
