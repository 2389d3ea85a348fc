"""How each peer is called. Runs inside the peer's virtual environment; each function loads an engine and returns a call
that takes the path of a picture and gives its lines, in the form of `legible evaluate --predictions`.

A job (turn.py) has `models`: the paths of `det`, `rec`, `dict` and `cls`; `size`: small or tiny; `threads`; `line`:
whether a picture is one line; `scratch`: a folder for what an engine wants elsewhere.
"""

import os
import subprocess


def quad(points):
    return [[float(x), float(y)] for x, y in points]


def rectangle(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def rapid_call(engine, job, classifies):
    """RapidOCR and RapidOCRLite have the same interface."""
    if job["line"]:

        def read_line(path):
            result = engine(path, use_det=False, use_cls=classifies, use_rec=True)
            return [{"text": t, "score": float(s)} for t, s in zip(result.txts or (), result.scores or ())]

        return read_line

    def read(path):
        result = engine(path)
        if result is None or result.txts is None:
            return []
        return [
            {"text": text, "box": quad(box), "score": float(score)}
            for text, box, score in zip(result.txts, result.boxes, result.scores)
        ]

    return read


def rapid_models(job):
    models = job["models"]
    return {
        "Det.model_path": models["det"], "Rec.model_path": models["rec"], "Rec.rec_keys_path": models["dict"],
        "Cls.model_path": models["cls"]}


def rapidocr_openvino(job, classifies=True):
    import cv2
    from rapidocr import EngineType, RapidOCR

    cv2.setNumThreads(job["threads"])
    engine = RapidOCR(params={
        **rapid_models(job), "Global.log_level": "error", "Global.use_cls": classifies,
        "Det.engine_type": EngineType.OPENVINO, "Cls.engine_type": EngineType.OPENVINO,
        "Rec.engine_type": EngineType.OPENVINO, "EngineConfig.openvino.inference_num_threads": job["threads"]})
    return rapid_call(engine, job, classifies)


def rapidocr_openvino_nocls(job):
    return rapidocr_openvino(job, classifies=False)


def rapidocr_onnxruntime(job):
    import cv2
    from rapidocr import RapidOCR

    cv2.setNumThreads(job["threads"])
    engine = RapidOCR(params={
        **rapid_models(job), "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": job["threads"],
        "EngineConfig.onnxruntime.inter_op_num_threads": 1})
    return rapid_call(engine, job, True)


def rapidocrlite(job):
    from rapidocr import RapidOCR

    return rapid_call(RapidOCR(params=rapid_models(job)), job, True)


def faster_paddle(job):
    """Its wheel carries both sizes of PP-OCRv6; it takes no other files."""
    from faster_paddle import OcrEngine

    engine = OcrEngine(model_size=job["size"], threads=job["threads"])

    def read(path):
        with open(path, "rb") as file:
            result = engine.ocr(file.read())
        return [
            {"text": line["text"], "box": rectangle(*line["topLeftCoord"], *line["bottomRightCoord"]),
             "score": line["confidence"]}
            for line in result["bounds"].values()
        ]

    return read


def turboocr(job):
    from turboocr_engine import OCR

    # It looks for the files of its own names in one folder.
    size, folder = job["size"], job["scratch"]
    keys = "keys_tiny.txt" if size == "tiny" else "keys.txt"
    for kind, name in (("det", f"det_{size}.onnx"), ("rec", f"rec_{size}.onnx"), ("dict", keys)):
        os.symlink(job["models"][kind], os.path.join(folder, name))
    engine = OCR(model=size, backend="cpu", models_dir=folder, allow_download=False)
    return lambda path: [
        {"text": line.text, "box": quad([p[:2] for p in line.box]), "score": float(line.confidence)}
        for line in engine.read(path).lines
    ]


def tesseract(job):
    """A process a picture: its start, and the loading of its model, count."""

    def read(path):
        mode = "7" if job["line"] else "3"
        output = subprocess.run(
            ["tesseract", path, "-", "-l", "eng", "--psm", mode, "tsv"], capture_output=True, text=True, check=True)
        return tesseract_lines(output.stdout)

    return read


def tesseract_lines(table):
    """The lines in Tesseract's TSV: level 5 is a word; page, block, paragraph and line tell which line it is in."""
    lines = {}
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        left, top, width, height = map(int, cells[6:10])
        lines.setdefault(tuple(cells[1:5]), []).append((cells[11], left, top, left + width, top + height))
    return [
        {"text": " ".join(w[0] for w in words),
         "box": rectangle(
             min(w[1] for w in words), min(w[2] for w in words), max(w[3] for w in words), max(w[4] for w in words))}
        for words in lines.values()
    ]
