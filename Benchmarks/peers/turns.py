"""One engine reads the whole set once: the command, what it measured, and where that is kept."""

import dataclasses
import json
import os
import subprocess
import sys
import tempfile

import catalogue
import figures
import processes

HERE = os.path.dirname(os.path.abspath(__file__))


class Failed(Exception):
    """A turn that gave nothing, and why."""


@dataclasses.dataclass(frozen=True)
class Setting:
    """What is the same for all turns on a set."""

    legible: str
    set: str
    # The pictures' names in the set.
    pictures: tuple
    # The folder with the models that `legible --model small` and `tiny` read with.
    models: str
    threads: int
    precision: str
    line: bool
    # A turn that takes longer, in seconds, is ended.
    timeout: float
    # Where predictions and logs are kept.
    results: str

    def environment(self):
        settings = dict(os.environ, **catalogue.thread_settings(self.threads))
        settings.update(LEGIBLE_MODELS=self.models, PYTHONDONTWRITEBYTECODE="1")
        return settings

    def legible_turn(self, size, number, options=()):
        """Legible's turn: the command that anybody can run, and nothing around it."""
        name = f"{number}-{size}-legible{''.join(options)}"
        predictions = os.path.join(self.results, f"{name}.jsonl")
        command = [
            self.legible, "evaluate", self.set, "--model", size, "--threads", str(self.threads), "--precision",
            self.precision, "--limit", str(len(self.pictures)), "--predictions", predictions, "--quiet"]
        # 1: some pictures could not be read.
        return self._run(name, [*command, *options, *["--line"] * self.line], predictions, codes=(0, 1))

    def peer_turn(self, peer, python, size, number):
        """A peer's turn."""
        name = f"{number}-{size}-{peer.name}"
        predictions = os.path.join(self.results, f"{name}.jsonl")
        with tempfile.TemporaryDirectory(prefix="legible-benchmark-") as scratch:
            job = {
                "peer": peer.name, "models": self._model_files(size, scratch), "size": size, "threads": self.threads,
                "line": self.line, "scratch": scratch, "set": self.set, "pictures": self.pictures,
                "predictions": predictions}
            path = os.path.join(scratch, "job.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(job, file)
            return self._run(name, [python, os.path.join(HERE, "turn.py"), path], predictions)

    def _model_files(self, size, scratch):
        """The files that Legible reads with. The dictionary is a copy with plain line ends, which all peers understand."""
        path = os.path.join(self.models, "ppocrv6-{}-{}")
        dictionary = os.path.join(scratch, "dictionary.txt")
        with open(path.format(size, "dict.txt"), "rb") as source, open(dictionary, "wb") as target:
            target.write(source.read().replace(b"\r\n", b"\n"))
        return {
            "det": path.format(size, "det.onnx"), "rec": path.format(size, "rec.onnx"), "dict": dictionary,
            "cls": os.path.join(self.models, "ppocrv2-line-orientation.onnx")}

    def _run(self, name, command, predictions, codes=(0,)):
        log = os.path.join(self.results, f"{name}.log")
        with open(log, "wb") as file:
            ended = processes.run(command, file, self.environment(), self.timeout)
        if ended.timed_out:
            raise Failed(f"it took more than {self.timeout:.0f} s, and was ended")
        read = read_predictions(predictions)
        if ended.code not in codes or not read:
            raise Failed(f"it ended with code {ended.code}: {last_line(log)}")
        return {
            "times": figures.times(read), "peak": ended.peak, "seconds": ended.seconds,
            "processor_seconds": ended.processor_seconds, "failed": len(self.pictures) - len(read), "score": None,
            "predictions": predictions}

    def score(self, predictions):
        """Legible's scorer on the predictions of any engine."""
        output = subprocess.run(
            [self.legible, "evaluate", self.set, "--score-only", predictions, "--limit", str(len(self.pictures)),
             "--json"], capture_output=True, text=True, check=False)
        if output.returncode != 0:
            print(f"compare: {predictions} cannot be scored: {output.stderr.strip()}", file=sys.stderr)
            return {}
        return json.loads(output.stdout)


def read_predictions(path):
    """The predictions in a file; none where there is no file."""
    try:
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except FileNotFoundError:
        return []


def last_line(path):
    """The last line of a log."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line.strip() for line in file if line.strip()]
    return lines[-1] if lines else "it printed nothing"


def free_folder(path):
    """Makes a folder, with a number after its name where there is one already."""
    result, number = path, 1
    while True:
        try:
            os.makedirs(result)
            return result
        except FileExistsError:
            number += 1
            result = f"{path}-{number}"
