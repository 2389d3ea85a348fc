"""Writes an ONNX file anew in version 8 of the notation: the same network for readers that know no newer one.

python lower_ir_version.py IN.onnx OUT.onnx
"""

import sys

import onnx


def main(source, target):
    model = onnx.load(source)
    model.ir_version = min(model.ir_version, 8)
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
