"""Pictures of any size, made of the drawn ones in Samples/, with nothing but the standard library."""

import glob
import math
import os
import struct
import zlib

SIDES = (32, 4000)


def sizes(count, generator, uniform=False):
    """Sizes with sides of 32 to 4,000 pixels, no two alike."""
    low, high = SIDES
    seen = []
    known = set()
    while len(seen) < count:
        if uniform:
            size = generator.randint(low, high), generator.randint(low, high)
        else:
            size = tuple(
                min(high, max(low, round(math.exp(generator.uniform(math.log(low), math.log(high)))))) for _ in "wh")
        if size not in known:
            known.add(size)
            seen.append(size)
    return seen


class Drawings:
    """The samples, their pixels repeated to be twice, three or six times as large."""

    def __init__(self, folder):
        names = ("dense", "columns", "card", "receipt")
        paths = [p for p in sorted(glob.glob(os.path.join(folder, "*.png"))) if os.path.basename(p)[:-4] in names]
        self.samples = [read_png(path) for path in paths]
        if not self.samples:
            raise SystemExit(f"memory: {folder} holds no samples.")
        self.enlarged = {}

    def write(self, path, width, height, generator, enlargement=None):
        """Writes a PNG of the samples laid side by side from a random place on, a random one below the other."""
        times = enlargement or generator.choice((1, 1, 2, 3))
        packer = zlib.compressobj(1)
        packed = []
        row = 0
        while row < height:
            rows = self._rows(generator.randrange(len(self.samples)), times)
            across = len(rows[0])
            # Samples differ in width: each starts at a place of its own, in whole pixels.
            start = 3 * generator.randrange(across // 3) if enlargement is None else 0
            copies = (start + 3 * width) // across + 1
            last = None
            for source in rows[: height - row]:
                if source is not last:
                    line = b"\0" + (source * copies)[start:start + 3 * width]
                    last = source
                packed.append(packer.compress(line))
            row += len(rows)
        packed.append(packer.flush())
        with open(path, "wb") as file:
            file.write(b"\x89PNG\r\n\x1a\n")
            file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
            file.write(chunk(b"IDAT", b"".join(packed)))
            file.write(chunk(b"IEND", b""))

    def _rows(self, index, times):
        """The rows of a sample, each pixel `times` times across, each row as often down."""
        if (index, times) not in self.enlarged:
            rows = []
            for row in self.samples[index]:
                wide = bytearray(len(row) * times)
                for channel in range(3):
                    for copy in range(times):
                        wide[3 * copy + channel::3 * times] = row[channel::3]
                rows += [bytes(wide)] * times
            self.enlarged[index, times] = rows
        return self.enlarged[index, times]


def chunk(kind, data):
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def read_png(path):
    """The rows of an 8-bit RGB PNG that is not interlaced, which those in Samples/ are."""
    with open(path, "rb") as file:
        data = file.read()
    at, packed, width = 8, b"", 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, _, *form = struct.unpack(">IIBBBBB", body)
            if form != [8, 2, 0, 0, 0]:
                raise SystemExit(f"memory: {path} is no plain 8-bit RGB PNG.")
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    pixels, across = zlib.decompress(packed), 3 * width
    rows, above = [], bytes(across)
    for start in range(0, len(pixels), across + 1):
        above = unfiltered(pixels[start], pixels[start + 1:start + 1 + across], above)
        rows.append(above)
    return rows


def unfiltered(kind, line, above):
    """A row without PNG's filter (PNG specification, section 9): 0 none, 1 sub, 2 up, 3 average, 4 Paeth."""
    if kind == 0:
        return line
    row = bytearray(line)
    for i, value in enumerate(line):
        left, up = (row[i - 3] if i >= 3 else 0), above[i]
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            corner = above[i - 3] if i >= 3 else 0
            estimate = left + up - corner
            guess = min((abs(estimate - left), 0, left), (abs(estimate - up), 1, up), (abs(estimate - corner), 2, corner))[2]
        row[i] = value + guess & 255
    return bytes(row)
