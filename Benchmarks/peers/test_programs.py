"""`compare` and `memory` from end to end, with a make-believe legible and a make-believe tesseract."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BENCHMARKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")

LEGIBLE = """#!{python}
import json, os, sys, time
a = sys.argv[1:]
def after(name): return a[a.index(name) + 1]
if a == ["--version"]: print("1.2.3")
elif "--score-only" in a: print(json.dumps({{"word_f1_fold": 0.9, "char_f1": 0.95}}))
elif a[0] == "evaluate":
    {evaluate}
    with open(after("--predictions"), "w") as file:
        for line in open(os.path.join(a[1], "gt.jsonl")):
            file.write(json.dumps({{"image": json.loads(line)["image"], "lines": [], "ms": 10.0}}) + "\\n")
else:
    kept = []
    for name in sorted(os.listdir(a[0])):
        {read}
        print(json.dumps({{"source": name, "lines": []}}), flush=True)
        time.sleep(0.005)
"""

TESSERACT = """#!{python}
import sys
if "--version" in sys.argv: print("tesseract 5.3.0")
else:
    {read}
    print("level" + "\\t" * 11 + "text")
"""


class Programs(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.write("models/ppocrv6-tiny-rec.onnx", "")
        self.write("models/ppocrv6-tiny-dict.txt", "a\r\n")
        self.write("set/gt.jsonl", "".join(json.dumps({"image": f"{n}.png", "items": []}) + "\n" for n in range(4)))

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def legible(self, evaluate="pass", read="pass"):
        return self.write("bin/legible", LEGIBLE.format(python=sys.executable, evaluate=evaluate, read=read), 0o755)

    def tesseract(self, read="pass"):
        self.write("bin/tesseract", TESSERACT.format(python=sys.executable, read=read), 0o755)

    def command(self, program, *arguments):
        environment = dict(
            os.environ, LEGIBLE_MODELS=os.path.join(self.folder, "models"),
            PATH=os.path.join(self.folder, "bin") + os.pathsep + os.environ["PATH"])
        command = [sys.executable, os.path.join(BENCHMARKS, program), *arguments]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def compare(self, *arguments):
        child = self.command(
            "compare", os.path.join(self.folder, "set"), "--models", "tiny", "--peers", "tesseract", "--tools",
            os.path.join(self.folder, "tools"), "--legible", os.path.join(self.folder, "bin/legible"), *arguments)
        output, errors = child.communicate(timeout=120)
        return child.returncode, output, errors

    def test_a_table(self):
        self.legible()
        self.tesseract()
        code, output, errors = self.compare("--rounds", "2", "--results", os.path.join(self.folder, "results"))
        self.assertEqual(code, 0, errors)
        self.assertIn("Pictures: 4, rounds: 2, threads: 2", output)
        self.assertIn("| tiny | Legible | 10.0 | 1.00 | 10.0 | 1.00 |", output)
        self.assertIn("| its own | Tesseract, eng 5.3.0 |", output)
        self.assertIn("| 0.900 | 0.950 |", output)
        self.assertNotIn(self.folder, output)
        kept = os.path.join(self.folder, "results", "set")
        self.assertEqual(sorted(f for f in os.listdir(kept) if f.endswith(".jsonl")), [
            "1-tiny-legible.jsonl", "1-tiny-tesseract.jsonl", "2-tiny-legible.jsonl", "2-tiny-tesseract.jsonl"])
        # The order is turned about.
        turns = [line.split(": ")[2].split(",")[0] for line in errors.splitlines() if ", round " in line]
        self.assertEqual(turns, ["Legible", "Tesseract", "Tesseract", "Legible"])

    def test_a_row_for_the_quick_setting(self):
        self.legible(evaluate="a[a.index('--model') + 1] == 'tiny' or sys.exit('which model?')")
        code, output, errors = self.compare("--rounds", "1", "--quick", "--results", os.path.join(self.folder, "results"))
        self.assertEqual(code, 0, errors)
        self.assertIn("| tiny | Legible | 10.0 | 1.00 | 10.0 | 1.00 |", output)
        self.assertIn("| tiny | Legible, --quick | 10.0 | 1.00 | 10.0 | 1.00 |", output)
        self.assertIn("1-tiny-legible--quick.jsonl", os.listdir(os.path.join(self.folder, "results", "set")))
        code, _, errors = self.compare("--quick", "--line")
        self.assertEqual(code, 2)
        self.assertIn("--quick cannot be given with --line", errors)

    def test_a_failing_peer_does_not_end_the_run(self):
        self.legible()
        self.tesseract(read="sys.exit('no memory')")
        code, output, errors = self.compare("--rounds", "2")
        self.assertEqual(code, 0, errors)
        self.assertIn("| tiny | Legible |", output)
        self.assertNotIn("| its own |", output)
        self.assertIn("round 2 failed: it ended with code 3", output)

    def test_a_peer_that_hangs_is_ended(self):
        self.legible()
        self.tesseract(read="import time; time.sleep(60)")
        code, output, errors = self.compare("--rounds", "1", "--timeout", "1")
        self.assertEqual(code, 0, errors)
        self.assertIn("took more than 1 s", output)

    def test_interrupting_leaves_nothing_behind(self):
        started = os.path.join(self.folder, "started")
        self.legible(evaluate=f"open({started!r}, 'w').write(str(os.getpid())); time.sleep(60)")
        child = self.command(
            "compare", os.path.join(self.folder, "set"), "--peers", "", "--tools", os.path.join(self.folder, "tools"),
            "--legible", os.path.join(self.folder, "bin/legible"))
        while not (os.path.exists(started) and os.path.getsize(started)):
            self.assertIsNone(child.poll(), "compare ended by itself")
            time.sleep(0.02)
        time.sleep(0.1)
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=30)
        self.assertEqual(child.returncode, 130)
        with open(started, encoding="utf-8") as file, self.assertRaises(ProcessLookupError):
            os.kill(int(file.read()), 0)

    def live(self, rate, delay):
        drawer = f"#!{sys.executable}\nimport sys\nopen(sys.argv[3], 'w').write(' '.join(sys.argv[1:]))\n"
        self.write("programs/SteadyText", drawer, 0o755)
        self.write("programs/legible-live", f"""#!{sys.executable}
import sys
drawn = open(sys.argv[1]).read().split()
assert drawn[1] in sys.argv[1] and drawn[3] == "300", drawn
print("legible: 297 frames read in 10.0 s", file=sys.stderr)
print("  window: 290 shown ({rate} a second), 7 skipped; from frame to display median {delay} ms, 95 % within 90 ms",
      file=sys.stderr)
""", 0o755)
        child = self.command("live", "--programs", os.path.join(self.folder, "programs"), "--display", ":1")
        output, errors = child.communicate(timeout=120)
        return child.returncode, output, errors

    def test_figures_of_the_live_loop(self):
        code, output, errors = self.live(rate=29.0, delay=31)
        self.assertEqual(code, 0, errors)
        self.assertIn("motion none, 300 frames, tiny, 2 threads", output)
        self.assertIn("motion all", output)
        self.assertRegex(output, r"frames shown a second +29\.0 +within 25 at least")
        self.assertRegex(output, r"median delay +31 ms +within 80 ms at most")

    def test_a_slow_live_loop_misses_its_bounds(self):
        code, output, _ = self.live(rate=24.9, delay=81)
        self.assertEqual(code, 1)
        self.assertRegex(output, r"frames shown a second +24\.9 +MISSES 25 at least")
        self.assertRegex(output, r"median delay +81 ms +MISSES 80 ms at most")

    def memory(self, *arguments):
        child = self.command(
            "memory", "--pictures", "60", "--from", "20", "--legible", os.path.join(self.folder, "bin/legible"), *arguments)
        output, errors = child.communicate(timeout=120)
        return child.returncode, output + errors

    def test_memory_that_stays(self):
        self.legible()
        code, output = self.memory()
        self.assertEqual(code, 0, output)
        self.assertIn("within 350 MiB", output)

    def test_memory_that_grows(self):
        self.legible(read="kept.append(b'x' * (1 << 20))")
        code, output = self.memory()
        self.assertEqual(code, 1, output)
        self.assertIn("within 350 MiB", output)
        self.assertIn("ABOVE 3 %", output)

    def test_memory_above_the_bound(self):
        self.legible(read="kept = kept or b'x' * (60 << 20)")
        code, output = self.memory("--max-peak", "50")
        self.assertEqual(code, 1, output)
        self.assertIn("ABOVE 50 MiB", output)
        self.assertIn("within 3 %", output)

    def test_pictures_that_are_not_read(self):
        self.legible(read="sys.exit(3)")
        code, output = self.memory()
        self.assertEqual(code, 1, output)
        self.assertIn("0 of 60 pictures were read; legible ended with code 3", output)


if __name__ == "__main__":
    unittest.main()
