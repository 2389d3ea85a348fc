"""The peers that Legible is measured beside: what is installed for each, and how it is told what to do."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Peer:
    """A program or package that reads text in pictures."""

    name: str
    # What the table calls it.
    title: str
    # What pip installs into its virtual environment, pinned. Empty: a program of the system.
    requirements: tuple = ()
    # The packages whose versions are told, the first being the peer itself.
    versions: tuple = ()
    # The lowest Python that its wheels are for.
    python: tuple = (3, 9)
    # The program that must be installed, where there are no requirements.
    program: str = ""
    # Whether it reads with the models that are asked for; else it runs once, beside the first of them.
    has_models: bool = True
    # Whether it can take a picture as one line.
    reads_lines: bool = False
    # The folder of its virtual environment; peers that differ in settings only share one.
    environment: str = ""

    @property
    def folder(self):
        return self.environment or self.name


RAPIDOCR = ("rapidocr==3.10.0", "numpy==2.4.6", "opencv-python-headless==5.0.0.93")
RAPIDOCR_OPENVINO = Peer(
    name="rapidocr-openvino", title="RapidOCR, OpenVINO", requirements=(*RAPIDOCR, "openvino==2026.4.1"),
    versions=("rapidocr", "openvino"), python=(3, 11), reads_lines=True)

PEERS = {
    peer.name: peer
    for peer in (
        RAPIDOCR_OPENVINO,
        dataclasses.replace(
            RAPIDOCR_OPENVINO, name="rapidocr-openvino-nocls", title="RapidOCR, OpenVINO, no classifier",
            environment="rapidocr-openvino"),
        Peer(
            name="rapidocr-onnxruntime", title="RapidOCR, ONNX Runtime",
            requirements=(*RAPIDOCR, "onnxruntime==1.32.0"), versions=("rapidocr", "onnxruntime"), python=(3, 11),
            reads_lines=True),
        Peer(
            name="faster-paddle", title="faster-paddle", requirements=("faster-paddle==1.0.4",),
            versions=("faster-paddle",)),
        Peer(
            name="rapidocrlite", title="RapidOCRLite", requirements=("rapidocrlite==5.0.0a15", "numpy==2.4.6"),
            versions=("rapidocrlite",), python=(3, 11), reads_lines=True),
        Peer(
            name="turboocr", title="TurboOCR, CPU",
            requirements=("turboocr-engine-cpu==4.0.0a8", "numpy==2.4.6", "opencv-python-headless==5.0.0.93"),
            versions=("turboocr-engine-cpu",), python=(3, 12)),
        Peer(name="tesseract", title="Tesseract, eng", program="tesseract", has_models=False),
    )
}

# Names for more than one.
GROUPS = {"rapidocr": ("rapidocr-openvino", "rapidocr-onnxruntime")}


def chosen(names):
    """The peers that a list of names means, each once.

    Raises ValueError for a name that is not known.
    """
    result = []
    for name in names:
        for member in GROUPS.get(name, (name,)):
            if member not in PEERS:
                raise ValueError(f"There is no peer '{name}': {', '.join([*PEERS, *GROUPS])} are known.")
            if PEERS[member] not in result:
                result.append(PEERS[member])
    return result


def thread_settings(threads):
    """The environment variables that hold the libraries under the engines, and some engines, to a number of threads."""
    names = (
        "OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
        "RAYON_NUM_THREADS", "ORT_NUM_THREADS", "PPOCR_BENCH_THREADS", "PPOCR_IMG_THREADS")
    return {name: str(threads) for name in names}
