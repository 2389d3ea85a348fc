"""Makes an INT8 model for OpenVINO that keeps the text, out of an ONNX, OpenVINO or Paddle model, with NNCF.

    python quantize_openvino.py --model rec.onnx --family ppocrv6-small-rec --calibration crops -o rec-int8.xml

Standard output has a JSON object a line, each with an "event":
  start     what was asked: the recipe, the number of pictures
  progress  "step", and how much of it is "done" "of" how much
  result    the files, and what is computed in INT8: the layers and their share of the multiplications
  error     "message": what was found and what was expected; the program ends with 1, and there is no file
All else (NNCF's own progress) goes to standard error. The same pictures give the same file.

The recipes and how they were found: docs/int8.md.
"""

import argparse
import json
import os
import re
import sys
import tempfile

#: What is done with a network, by family.
#:
#: height         rows of a calibration picture; None: any
#: step           what both sides are cut to multiples of: detectors halve their input five times
#: mean, scale    a channel becomes (value - mean) x scale
#: convolutions   convolutions are computed in INT8 from this share of all multiplications on
#: matmuls        the same of matrix products by constants: a recogniser's last layer, which has most of its weights
#: keep_first     the layer that reads the picture stays: 8 bits would round the picture a second time, and save nothing
#: keep           patterns of the names of further layers that stay; each has to fit some layer
#: preset         "mixed" gives activations ranges of their own on both sides of 0; "performance" symmetric ones
#: ranges         how an activation's range is found: "mean_minmax", "minmax" or "histogram" (least squared error)
#: correct_bias   whether the layers' biases make up for the mean error
#:
#: Whatever else a network does, above all the additions of its residual branches, stays as it is in every recipe.
RECIPES = {
    "ppocrv6-small-rec": dict(
        height=48, step=1, mean=[127.5] * 3, scale=[1 / 127.5] * 3, convolutions=0.002, matmuls=0.01, keep_first=True, keep=[],
        preset="mixed", ranges="mean_minmax", correct_bias=True),
    "ppocrv6-small-det": dict(
        height=None, step=32, mean=[123.675, 116.28, 103.53], scale=[0.01712475, 0.017507, 0.01742919], convolutions=0.002,
        matmuls=None, keep_first=True,
        keep=[
            # In INT8 these cost more time: between them the data change their order.
            r"Conv\.[0-4]\b.*",
            # With these go small boxes.
            r"Conv\.(49|50)\b.*",
            # These join the scales; with them go the edges of the map.
            r"Conv\.(5[4-9]|6\d|7\d|8[01])\b.*"],
        preset="mixed", ranges="mean_minmax", correct_bias=True),
}
# Half the width, and the layers have the same names.
RECIPES["ppocrv6-tiny-rec"] = dict(RECIPES["ppocrv6-small-rec"], keep=[r"Conv\.(1|22|23|36)"])
RECIPES["ppocrv6-tiny-det"] = RECIPES["ppocrv6-small-det"]
# Other families: what all of these have in common. Whether it keeps their text, the comparison afterwards says.
RECIPES["rec"] = dict(RECIPES["ppocrv6-small-rec"], height=None)
RECIPES["det"] = dict(RECIPES["ppocrv6-small-det"], keep=[])


def recipe_of(family):
    """The recipe of a family, or that of its kind of network."""
    return RECIPES.get(family) or RECIPES.get(family.split("-")[-1].removeprefix("ppocr"))

#: Layers that only move values: between two layers in INT8 they may move bytes.
MOVING = {"Reshape", "Squeeze", "Unsqueeze", "Transpose"}
#: Layers that multiply.
MULTIPLYING = {"Convolution", "MatMul"}


class Problem(Exception):
    """What is wrong, for the user."""


class Events:
    """JSON lines on what was standard output; whatever prints is sent to standard error."""

    def __init__(self):
        self.file = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def __call__(self, event, **fields):
        self.file.write(json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n")
        self.file.flush()


def pictures(folder, recipe, channels, most):
    """The network's inputs [1, 3, height, width], f32, from the PNG files of a folder in the order of their names.

    Of more than `most`, as many are taken at equal distances."""
    import numpy
    from PIL import Image

    if not os.path.isdir(folder):
        raise Problem(f"{folder} is no folder: one with PNG files is expected.")
    names = sorted(name for name in os.listdir(folder) if name.lower().endswith(".png") and not name.startswith("."))
    if not names:
        raise Problem(f"{folder} holds no PNG files: calibration needs some hundred pictures as the network sees them.")
    if len(names) > most:
        names = [names[i * len(names) // most] for i in range(most)]
    inputs = []
    for name in names:
        path = os.path.join(folder, name)
        try:
            with Image.open(path) as image:
                pixels = numpy.asarray(image.convert("RGB"), numpy.float32)
        except (OSError, ValueError, SyntaxError) as error:
            raise Problem(f"{path} cannot be read as a picture: {error}.") from error
        height, width = pixels.shape[:2]
        if recipe["height"] not in (None, height):
            raise Problem(f"{path} has {height} rows; lines of {recipe['height']} are expected.")
        if recipe["step"] > 1:
            step = recipe["step"]
            height, width = height // step * step, width // step * step
            if not height or not width:
                raise Problem(
                    f"{path} has {pixels.shape[1]}x{pixels.shape[0]} pixels; {step}x{step} at least are expected.")
        pixels = pixels[:height, :width]
        if channels == "bgr":
            pixels = pixels[:, :, ::-1]
        pixels = (pixels - numpy.float32(recipe["mean"])) * numpy.float32(recipe["scale"])
        inputs.append(numpy.ascontiguousarray(pixels.transpose(2, 0, 1)[None]))
    return inputs


def multiplications(model, shape):
    """How many multiplications each convolution and product by a constant does for an input of a shape, as shares of
    all, in the order of the network: {name: (type, share)}."""
    model = model.clone()
    model.reshape(shape)

    def sides(partial):
        # A side that stays unknown, some networks' batch, is 1.
        return [side.get_length() if side.is_static else 1 for side in partial]

    def product(values):
        result = 1
        for value in values:
            result *= value
        return result

    counts = {}
    for layer in model.get_ordered_ops():
        kind = layer.get_type_name()
        if kind not in ("Convolution", "GroupConvolution", "ConvolutionBackpropData", "MatMul"):
            continue
        given, weights = (sides(layer.get_input_partial_shape(i)) for i in (0, 1))
        made = sides(layer.get_output_partial_shape(0))
        if kind == "MatMul":
            count = product(made) * given[-1]
            if not constant(layer.input_value(1).get_node()):
                kind = "MatMul of activations"
        elif kind == "ConvolutionBackpropData":
            count = product(given) * product(weights[1:])
        else:
            count = product(made) * product(weights[(1 if kind == "Convolution" else 2):])
        counts[layer.get_friendly_name()] = (kind, count)
    total = sum(count for _, count in counts.values())
    return {name: (kind, count / total) for name, (kind, count) in counts.items()}


def constant(node):
    """Whether a layer's value is fixed: weights, perhaps stored in 16 bits."""
    while node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return node.get_type_name() == "Constant"


def chosen(layers, recipe):
    """The names of the layers that a recipe computes in INT8."""
    least = {"Convolution": recipe["convolutions"], "MatMul": recipe["matmuls"]}
    first = next(iter(layers), None)
    return [
        name for name, (kind, share) in layers.items()
        if least.get(kind) is not None and share >= least[kind]
        and not any(re.fullmatch(pattern, name) for pattern in recipe["keep"])
        and not (recipe["keep_first"] and name == first)]


def quantized(model, recipe, inputs, names, progress):
    """The model with the named layers in INT8."""
    import nncf
    from nncf.quantization import advanced_parameters, range_estimator

    kinds = {layer.get_type_name() for layer in model.get_ops()}
    kept_kinds = sorted(kinds - MOVING - MULTIPLYING - {"Parameter", "Result", "Constant", "Convert"})
    kept_names = sorted(
        layer.get_friendly_name() for layer in model.get_ops()
        if layer.get_type_name() in MULTIPLYING and layer.get_friendly_name() not in names)
    count = 0

    def seen(value):
        nonlocal count
        count += 1
        progress("calibration", min(count, len(inputs)), len(inputs))
        return value

    return nncf.quantize(
        model, nncf.Dataset(inputs, seen), preset=nncf.QuantizationPreset(recipe["preset"]), subset_size=len(inputs),
        target_device=nncf.TargetDevice.CPU,
        ignored_scope=nncf.IgnoredScope(names=kept_names, types=kept_kinds, validate=False),
        advanced_parameters=advanced_parameters.AdvancedQuantizationParameters(
            # By default the first layers' weights get half of the 8 bits, for processors without VNNI.
            overflow_fix=advanced_parameters.OverflowFix.DISABLE,
            disable_bias_correction=not recipe["correct_bias"],
            activations_range_estimator_params=getattr(
                range_estimator.RangeEstimatorParametersSet, recipe["ranges"].upper())))


def in_int8(model):
    """The names of the layers whose weights are bytes."""
    return [
        layer.get_friendly_name() for layer in model.get_ordered_ops()
        if layer.get_type_name() in MULTIPLYING and eight_bits(layer.input_value(1).get_node())]


def eight_bits(node):
    while node.get_type_name() in ("Multiply", "Subtract", "Convert", "Reshape"):
        node = node.input_value(0).get_node()
    return node.get_type_name() == "Constant" and node.get_output_element_type(0).get_type_name() in ("i8", "u8")


def saved(model, path):
    """Writes the two files, which appear when they are complete; the name of the second."""
    import openvino

    weights = path[:-len(".xml")] + ".bin"
    with tempfile.TemporaryDirectory(prefix=".int8-", dir=os.path.dirname(os.path.abspath(path))) as folder:
        whole = os.path.join(folder, "model.xml")
        # Not in 16 bits: what is not in INT8 keeps its weights.
        openvino.save_model(model, whole, compress_to_fp16=False)
        os.replace(os.path.join(folder, "model.bin"), weights)
        os.replace(whole, path)
    return weights


def run(options, events):
    import openvino

    recipe = recipe_of(options.family)
    if recipe is None:
        raise Problem(f"There is no recipe for {options.family}: {', '.join(RECIPES)} are there.")
    recipe = dict(recipe)
    for key in ("mean", "scale"):
        if getattr(options, key):
            recipe[key] = getattr(options, key)
    recipe["keep"] = recipe["keep"] + [re.escape(name) for name in options.keep]
    inputs = pictures(options.calibration, recipe, options.pixel_format, options.images)
    events("start", model=options.model, family=options.family, recipe=recipe, images=len(inputs))
    core = openvino.Core()
    core.set_property("CPU", {"INFERENCE_NUM_THREADS": options.threads, "INFERENCE_PRECISION_HINT": "f32"})
    try:
        model = core.read_model(options.model)
    except RuntimeError as error:
        raise Problem(f"{options.model} cannot be read: {error}") from error
    if len(model.inputs) != 1 or model.inputs[0].get_partial_shape().rank.get_length() != 4:
        raise Problem(f"{options.model} has the inputs {model.inputs}; one picture is expected.")
    layers = multiplications(model, [1, *inputs[0].shape[1:]])
    for pattern in recipe["keep"]:
        if not any(re.fullmatch(pattern, name) for name in layers):
            raise Problem(
                f"{options.model} has no layer {pattern}, which {options.family} is to keep; it has "
                f"{', '.join(layers)}.")
    names = chosen(layers, recipe)
    if not names:
        raise Problem(f"{options.model} has no layer that the recipe {options.family} computes in INT8.")
    model = quantized(
        model, recipe, inputs, names, lambda step, done, of: events("progress", step=step, done=done, of=of))
    done = in_int8(model)
    missed = sorted(set(names) - set(done))
    if missed:
        raise Problem(f"NNCF left {', '.join(missed)} of {options.model} as they were; 3.4.0 is the version known.")
    weights = saved(model, options.output)
    events(
        "result", path=options.output, weights=weights, bytes=os.path.getsize(weights), int8=done,
        share=round(sum(layers[name][1] for name in done), 4))


def numbers(text):
    values = [float(value) for value in text.split(",")]
    if len(values) not in (1, 3):
        raise argparse.ArgumentTypeError("1 number for all channels, or 3, are expected")
    return values * 3 if len(values) == 1 else values


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", required=True)
    parser.add_argument("--family", required=True, help="as ppocrv6-small-rec; others end in -rec or -det")
    parser.add_argument("--calibration", required=True, help="a folder of PNG files as the network is to see them")
    parser.add_argument("-o", "--output", required=True, help="*.xml; the weights come beside it")
    parser.add_argument("--images", type=int, default=300, help="pictures to calibrate with, at most")
    parser.add_argument("--mean", type=numbers)
    parser.add_argument("--scale", type=numbers)
    parser.add_argument("--pixel-format", choices=("rgb", "bgr"), default="bgr", help="the network's channels")
    parser.add_argument("--keep", action="append", default=[], help="a layer that stays; may be repeated")
    parser.add_argument("--threads", type=int, default=0, help="0: one a processor")
    options = parser.parse_args()
    if not options.output.endswith(".xml"):
        parser.error("the output's name has to end in .xml")
    if options.images < 1:
        parser.error("--images has to be 1 or more")
    return options


def main():
    options = arguments()
    events = Events()
    try:
        run(options, events)
    except Problem as problem:
        events("error", message=str(problem))
        return 1
    except Exception as error:  # NNCF and OpenVINO raise all kinds
        events("error", message=f"{type(error).__name__}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
