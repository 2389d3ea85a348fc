"""Sources/ModelLab/Python/quantize_openvino.py on a small network that is made here.

    python3 Tests/Conversion/test_quantize_openvino.py    skipped where nncf, openvino, pillow or onnx are missing
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

try:
    import numpy
    import onnx
    import openvino
    from PIL import Image
    import nncf  # noqa: F401
    MISSING = None
except ImportError as error:
    MISSING = f"{error}: pip install nncf openvino pillow onnx"

SCRIPT = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "Sources", "ModelLab", "Python", "quantize_openvino.py")


def network(path):
    """A recogniser in small: a layer that reads the picture, a block with a residual branch whose addition has a wide
    range, and a product by a constant as the last layer. [N, 3, H, W] to [N, W / 4, 20]."""
    random = numpy.random.default_rng(1)
    weights, nodes = [], []

    def constant(name, *shape, scale=0.2):
        weights.append(onnx.numpy_helper.from_array(
            (random.standard_normal(shape) * scale).astype(numpy.float32), name))
        return name

    def node(kind, name, *inputs, **attributes):
        nodes.append(onnx.helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    x = node("Conv", "read", "x", constant("w0", 16, 3, 3, 3), strides=[4, 4], pads=[1, 1, 1, 1])
    deep = node("Conv", "deep", x, constant("w1", 16, 1, 3, 3), group=16, pads=[1, 1, 1, 1])
    up = node("Relu", "relu", node("Conv", "up", deep, constant("w2", 64, 16, 1, 1)))
    x = node("Add", "branch", deep, node("Conv", "down", up, constant("w3", 16, 64, 1, 1)))
    x = node("Transpose", "turned", node("ReduceMean", "mean", x, axes=[2], keepdims=0), perm=[0, 2, 1])
    node("Softmax", "y", node("MatMul", "head", x, constant("w4", 16, 20, scale=1)), axis=-1)
    graph = onnx.helper.make_graph(
        nodes, "small", [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["N", 3, "H", "W"])],
        [onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, ["N", None, 20])], weights)
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8), path)


@unittest.skipIf(MISSING, MISSING or "")
class Quantisation(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="quantize 量 ")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.model, self.output = self.path("net.onnx"), self.path("out.xml")
        network(self.model)
        os.mkdir(self.path("lines"))
        random = numpy.random.default_rng(2)
        for i, width in enumerate([96, 96, 160, 224]):
            coarse = random.integers(0, 256, (6, width // 8, 3), numpy.uint8)
            Image.fromarray(coarse).resize((width, 48), Image.BILINEAR).save(self.path("lines", f"{i}.png"))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def quantise(self, *options, family="ppocrv6-small-rec", calibration="lines", output=None):
        done = subprocess.run(
            [sys.executable, SCRIPT, "--model", self.model, "--family", family, "--calibration",
             self.path(calibration), "-o", output or self.output, "--threads", "1", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, events, done.stderr

    def outputs(self, path):
        core = openvino.Core()
        model = core.compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
        result = []
        for i in range(4):
            with Image.open(self.path("lines", f"{i}.png")) as image:
                pixels = numpy.asarray(image, numpy.float32)[:, :, ::-1]
            result.append(model([((pixels - 127.5) / 127.5).transpose(2, 0, 1)[None]])[0])
        return result

    def test_what_becomes_int8_and_what_stays(self):
        code, events, log = self.quantise()
        self.assertEqual(code, 0, log)
        result = events[-1]
        self.assertEqual(result["event"], "result")
        # Not the layer that reads the picture, and not the depthwise one.
        self.assertEqual(result["int8"], ["up", "down", "head"])
        self.assertGreater(result["share"], 0.2)
        self.assertLess(result["share"], 1)
        self.assertEqual(result["bytes"], os.path.getsize(self.path("out.bin")))
        # What is added keeps its values: there is no rounding in front of the addition.
        model = openvino.Core().read_model(self.output)
        for layer in model.get_ops():
            if layer.get_friendly_name() == "branch":
                kinds = {layer.input_value(i).get_node().get_type_name() for i in (0, 1)}
                self.assertNotIn("FakeQuantize", kinds)

    def test_the_answers_stay(self):
        self.assertEqual(self.quantise()[0], 0)
        for exact, rounded in zip(self.outputs(self.model), self.outputs(self.output)):
            self.assertGreater(float(abs(exact - rounded).max()), 0)
            self.assertLess(float(abs(exact - rounded).max()), 0.05)

    def test_events(self):
        _, events, _ = self.quantise("--images", "2")
        self.assertEqual(events[0]["event"], "start")
        self.assertEqual(events[0]["images"], 2)
        progress = [event for event in events if event["event"] == "progress"]
        self.assertEqual([(p["done"], p["of"]) for p in progress][-1], (2, 2))

    def test_the_same_pictures_give_the_same_file(self):
        self.quantise()
        self.quantise(output=self.path("again.xml"))
        for ending in ("xml", "bin"):
            with open(self.path("out." + ending), "rb") as a, open(self.path("again." + ending), "rb") as b:
                self.assertEqual(a.read(), b.read(), ending)

    def test_a_layer_that_is_kept(self):
        _, events, _ = self.quantise("--keep", "down")
        self.assertEqual(events[-1]["int8"], ["up", "head"])

    def test_a_network_of_another_family(self):
        # A detector's recipe names the layers that stay; where they are not, it is not the network it was made for.
        self.assertRegex(
            self.failure(family="ppocrv6-small-det"), "no layer Conv.*, which ppocrv6-small-det is to keep; it has read")

    def test_a_family_without_a_recipe_of_its_own(self):
        code, events, log = self.quantise(family="ppocrv4-mobile-rec")
        self.assertEqual(code, 0, log)
        self.assertEqual(events[-1]["int8"], ["up", "down", "head"])
        os.remove(self.output)
        self.assertIn("There is no recipe for ppocrv2-cls", self.failure(family="ppocrv2-cls"))

    def failure(self, *options, **places):
        code, events, _ = self.quantise(*options, **places)
        self.assertEqual(code, 1)
        self.assertEqual(events[-1]["event"], "error")
        self.assertFalse(os.path.exists(self.output))
        return events[-1]["message"]

    def test_no_pictures(self):
        os.mkdir(self.path("empty"))
        self.assertIn("holds no PNG files", self.failure(calibration="empty"))
        self.assertIn("nowhere is no folder", self.failure(calibration="nowhere"))

    def test_lines_of_another_height(self):
        Image.new("RGB", (96, 32)).save(self.path("lines", "0.png"))
        self.assertRegex(self.failure(), "0.png has 32 rows; lines of 48 are expected")

    def test_a_damaged_picture(self):
        with open(self.path("lines", "2.png"), "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
        self.assertIn("2.png cannot be read as a picture", self.failure())

    def test_a_damaged_model(self):
        with open(self.model, "wb") as file:
            file.write(b"no model")
        self.assertIn("net.onnx cannot be read", self.failure())

    def test_a_layer_that_is_not_there(self):
        self.assertIn(
            "no layer nothing, which ppocrv6-small-rec is to keep; it has read, deep, up, down, head",
            self.failure("--keep", "nothing"))


if __name__ == "__main__":
    if MISSING:
        print(f"skipped: {MISSING}", file=sys.stderr)
    unittest.main()
