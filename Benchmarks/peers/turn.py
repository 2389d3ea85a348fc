"""One peer reads a whole set once: `python turn.py JOB.json`, inside the peer's virtual environment.

The job tells the peer, its models and threads, the pictures and where the predictions go. The clock of a picture runs
from its file to its lines, the models loaded, after two pictures to warm up, as that of `legible evaluate` does. A picture
that cannot be read is told on standard error and left out; the exit code is 3 where none could be read.
"""

import json
import os
import sys
import time

import engines

WARM_UP = 2


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    read = getattr(engines, job["peer"].replace("-", "_"))(job)
    pictures = [(name, os.path.join(job["set"], name)) for name in job["pictures"]]
    for _, path in pictures[:WARM_UP]:
        try:
            read(path)
        except Exception:
            pass  # It is told of below.
    count = 0
    with open(job["predictions"], "w", encoding="utf-8") as output:
        for name, path in pictures:
            start = time.perf_counter()
            try:
                lines = read(path)
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
                continue
            milliseconds = (time.perf_counter() - start) * 1000
            count += 1
            json.dump({"image": name, "lines": lines, "ms": round(milliseconds, 3)}, output, ensure_ascii=False)
            output.write("\n")
    sys.exit(0 if count else 3)


if __name__ == "__main__":
    main()
