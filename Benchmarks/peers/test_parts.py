"""What the benchmarks are made of, without peers, models or network."""

import os
import random
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock

import catalogue
import drawings
import engines
import environments
import processes

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Samples")


class Catalogue(unittest.TestCase):
    def test_groups_and_names(self):
        names = [peer.name for peer in catalogue.chosen(["faster-paddle", "rapidocr", "rapidocr-openvino"])]
        self.assertEqual(names, ["faster-paddle", "rapidocr-openvino", "rapidocr-onnxruntime"])

    def test_unknown_name(self):
        with self.assertRaisesRegex(ValueError, "no peer 'paddle'.*faster-paddle"):
            catalogue.chosen(["paddle"])

    def test_each_peer_has_an_engine_and_pinned_versions(self):
        for peer in catalogue.PEERS.values():
            self.assertTrue(callable(getattr(engines, peer.name.replace("-", "_"))), peer.name)
            self.assertTrue(all("==" in r for r in peer.requirements), peer.name)
            self.assertTrue(peer.requirements or peer.program, peer.name)

    def test_peers_that_share_an_environment_want_the_same_in_it(self):
        wanted = {}
        for peer in catalogue.PEERS.values():
            self.assertEqual(wanted.setdefault(peer.folder, peer.requirements), peer.requirements)


class Tesseract(unittest.TestCase):
    def test_words_become_lines(self):
        rows = [
            "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
            "4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t",
            "5\t1\t1\t1\t1\t1\t10\t22\t40\t10\t96\tHello",
            "5\t1\t1\t1\t1\t2\t60\t20\t40\t12\t95\tWorld",
            "5\t1\t1\t1\t2\t1\t10\t40\t30\t10\t90\t ",
            "5\t1\t1\t1\t3\t1\t10\t60\t30\t10\t90\t12,50"]
        self.assertEqual(engines.tesseract_lines("\n".join(rows)), [
            {"text": "Hello World", "box": [[10, 20], [100, 20], [100, 32], [10, 32]]},
            {"text": "12,50", "box": [[10, 60], [40, 60], [40, 70], [10, 70]]}])


class Environments(unittest.TestCase):
    def test_a_program_that_is_not_there(self):
        peer = catalogue.Peer(name="x", title="X", program="no-such-program-here")
        with self.assertRaisesRegex(environments.Missing, "no-such-program-here is not installed"):
            environments.Environments("/nowhere").python(peer, print)

    def test_a_python_that_is_not_there(self):
        peer = catalogue.Peer(name="x", title="X", requirements=("x==1",), python=(3, 90))
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(environments.Missing, "Python 3.90 or newer"):
            environments.Environments(folder).python(peer, lambda _: None)

    def test_what_is_installed_is_not_installed_again(self):
        peer = catalogue.Peer(name="x", title="X", requirements=("x==1",), versions=("x",))
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "x", "bin", "python")
            os.makedirs(os.path.dirname(program))
            os.symlink(sys.executable, program)
            with open(os.path.join(folder, "x", "installed.json"), "w", encoding="utf-8") as file:
                file.write('{"requirements": ["x==1"], "versions": {"x": "1"}}')
            store = environments.Environments(folder)
            with unittest.mock.patch.object(store, "_install", side_effect=AssertionError("installed again")):
                self.assertEqual(store.python(peer, print), (program, {"x": "1"}))


class Processes(unittest.TestCase):
    def run_python(self, code, **settings):
        with open(os.devnull, "wb") as log:
            return processes.run([sys.executable, "-c", code], log, **settings)

    def test_peak_memory_is_that_of_the_process(self):
        small, large = self.run_python("pass"), self.run_python("x = b'x' * (200 << 20)")
        self.assertGreater(large.peak, 200)
        self.assertLess(small.peak, 100)

    def test_exit_codes(self):
        self.assertEqual(self.run_python("import sys; sys.exit(7)").code, 7)
        self.assertEqual(self.run_python("import os; os.kill(os.getpid(), 11)").code, -11)

    def test_what_takes_too_long_is_ended_with_its_children(self):
        code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
        start = time.monotonic()
        self.assertTrue(self.run_python(code, timeout=0.3).timed_out)
        self.assertLess(time.monotonic() - start, 30)


class Drawings(unittest.TestCase):
    def test_sizes_differ_and_stay_in_bounds(self):
        for uniform in (False, True):
            sizes = drawings.sizes(2000, random.Random(1), uniform)
            self.assertEqual(len(set(sizes)), 2000)
            sides = [side for size in sizes for side in size]
            self.assertTrue(all(32 <= side <= 4000 for side in sides))
            # All orders of magnitude alike, or all lengths.
            small = sum(side < 358 for side in sides) / len(sides)
            self.assertAlmostEqual(small, 0.08 if uniform else 0.5, delta=0.05)

    def test_seeds_repeat(self):
        self.assertEqual(drawings.sizes(50, random.Random(3)), drawings.sizes(50, random.Random(3)))
        self.assertNotEqual(drawings.sizes(50, random.Random(3)), drawings.sizes(50, random.Random(4)))

    def test_what_is_written_can_be_read(self):
        source = drawings.Drawings(SAMPLES)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.png")
            for width, height in ((32, 33), (1999, 41), (700, 2500)):
                source.write(path, width, height, random.Random(2))
                rows = drawings.read_png(path)
                self.assertEqual((len(rows), {len(row) for row in rows}), (height, {3 * width}))
            self.assertGreater(len(set(rows)), 100, "the largest one is empty")

    def test_enlarging_repeats_pixels(self):
        source = drawings.Drawings(SAMPLES)
        source.samples = [[bytes([1, 2, 3, 4, 5, 6]), bytes([7, 8, 9, 10, 11, 12])]]
        self.assertEqual(source._rows(0, 2), [
            bytes([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6])] * 2 + [bytes([7, 8, 9, 7, 8, 9, 10, 11, 12, 10, 11, 12])] * 2)

    def test_filters(self):
        above = bytes([10, 20, 30, 40, 50, 60])
        line = bytes([1, 2, 3, 4, 5, 6])
        self.assertEqual(drawings.unfiltered(1, line, above), bytes([1, 2, 3, 5, 7, 9]))
        self.assertEqual(drawings.unfiltered(2, line, above), bytes([11, 22, 33, 44, 55, 66]))
        self.assertEqual(drawings.unfiltered(3, line, above), bytes([6, 12, 18, 27, 36, 45]))
        self.assertEqual(drawings.unfiltered(4, line, above), bytes([11, 22, 33, 44, 55, 66]))


if __name__ == "__main__":
    unittest.main()
