extension ToolRecipe {
  /// All of them.
  public static let all = [tpuMLIR, openVINO, paddle2ONNX, paddle2ONNXForPrograms]

  /// Sophgo's compiler: ONNX to cvimodel.
  ///
  /// Its wheel wants Python 3.10, and PyTorch in a build of several gigabytes that converting ONNX files has no use for.
  static let tpuMLIR = ToolRecipe(
    name: "tpu-mlir", purpose: "ONNX to cvimodel", pythons: ["3.10"],
    packages: [
      "annotated-doc==0.0.6", "annotated-types==0.8.0", "anyio==4.16.0", "certifi==2026.10.18", "click==8.5.1",
      "cloudpickle==3.1.2", "coloredlogs==15.0.1", "exceptiongroup==1.3.1", "filelock==3.29.0",
      "flatbuffers==24.12.23", "fsspec==2026.9.0", "graphviz==0.20.1", "h11==0.16.0", "hf-xet==1.8.0",
      "httpcore==1.0.9", "httpx==0.28.1", "huggingface_hub==1.33.0", "humanfriendly==10.0", "idna==3.20",
      "joblib==1.6.0", "markdown-it-py==4.3.0", "mdurl==0.1.2", "mpmath==1.3.0", "numpy==1.24.3", "onnx==1.14.1",
      "onnxruntime==1.16.3", "onnxruntime_extensions==0.14.0", "onnxsim==0.4.17", "opencv-python-headless==4.8.0.76",
      "packaging==26.3", "pandas==2.0.3", "Pillow==10.0.0", "plotly==5.15.0", "protobuf==3.20.3", "psutil==7.2.2",
      "pydantic==2.14.3", "pydantic_core==2.50.4", "Pygments==2.21.0", "python-dateutil==3.0.0", "pytz==2026.6",
      "PyYAML==6.0.3", "regex==2026.9.29", "rich==15.0.0", "safetensors==0.8.0", "scikit-learn==1.6.1",
      "scipy==1.11.1", "setuptools==80.9.0", "shellingham==1.5.4", "six==1.16.0", "sympy==1.14.0", "tenacity==9.2.1",
      "threadpoolctl==3.8.0", "tokenizers==0.22.2", "tomli==2.5.0", "tpu_mlir==1.30.2", "tqdm==4.65.0",
      "transformers==5.6.2", "typer==0.29.1", "typing-inspection==0.4.5", "typing_extensions==4.16.0",
      "tzdata==2026.6",
    ],
    patches: [
      // A C library of Ubuntu 22.04, which under another loader than its own ends in "stack smashing detected".
      Patch(path: "tpu_mlir/lib/third_party/libc.so.6", text: nil),
      Patch(path: "tpu_mlir/lib/third_party/libm.so.6", text: nil),
      Patch(path: "tpu_mlir/lib/third_party/libpthread.so.0", text: nil),
      Patch(path: "torch/__init__.py", text: torch),
    ],
    modules: ["tpu_mlir", "onnx", "onnxruntime", "onnxsim", "cv2", "torch"],
    programs: ["model_transform.py", "run_calibration.py", "model_deploy.py", "model_tool"],
    downloadBytes: 560_000_000, installedBytes: 1_900_000_000, isForLinuxOnX86: true)

  /// OpenVINO with NNCF, which quantises: ONNX and Paddle to OpenVINO's own format.
  static let openVINO = ToolRecipe(
    name: "openvino", purpose: "ONNX to OpenVINO", pythons: ["3.11", "3.12", "3.13"],
    packages: [
      "cloudpickle==3.1.2", "joblib==1.6.0", "markdown-it-py==4.3.0", "mdurl==0.1.2", "ml_dtypes==0.6.0",
      "narwhals==2.29.0", "networkx==3.6.1", "ninja==1.13.2", "nncf==3.4.0", "numpy==2.4.6", "onnx==1.23.2",
      "opencv-python-headless==5.0.0.93", "openvino==2026.4.1", "openvino-telemetry==2025.2.0", "packaging==26.3",
      "pillow==13.0.0",
      "protobuf==7.36.2", "psutil==7.2.2", "pydot==4.0.1", "Pygments==2.21.0", "pyparsing==3.3.3", "rich==15.0.0",
      "safetensors==0.8.0", "scikit-learn==1.9.1", "scipy==1.17.1", "setuptools==80.9.0", "tabulate==0.10.0",
      "threadpoolctl==3.8.0", "typing_extensions==4.16.0",
    ],
    patches: [], modules: ["openvino", "nncf", "cv2", "PIL"], programs: [],
    downloadBytes: 270_000_000, installedBytes: 800_000_000, isForLinuxOnX86: false)

  /// Paddle 3's `inference.json` to ONNX.
  static let paddle2ONNX = ToolRecipe(
    name: "paddle2onnx", purpose: "inference.json to ONNX", pythons: ["3.11", "3.12"],
    packages: [
      "anyio==4.16.0", "certifi==2026.10.18", "h11==0.16.0", "httpcore==1.0.9", "httpx==0.28.1", "idna==3.20",
      "networkx==3.6.1", "numpy==2.4.6", "onnx==1.17.0", "onnxoptimizer==0.3.13", "opt-einsum==3.3.0",
      "packaging==26.3", "paddle2onnx==2.1.0", "paddlepaddle==3.3.1", "pillow==13.0.0", "polygraphy==0.53.6",
      "protobuf==7.36.2", "safetensors==0.8.0", "setuptools==80.9.0", "typing_extensions==4.16.0",
    ],
    patches: [], modules: ["paddle2onnx"], programs: ["paddle2onnx"],
    downloadBytes: 250_000_000, installedBytes: 900_000_000, isForLinuxOnX86: false)

  /// `.pdmodel` to ONNX, for which paddle2onnx 2 is too new: it fails on PP-OCRv4's detector, and the recogniser that it
  /// writes cannot be read. 1.2.11 writes both, equal to 2e-6.
  static let paddle2ONNXForPrograms = ToolRecipe(
    name: "paddle2onnx-pdmodel", purpose: ".pdmodel to ONNX", pythons: ["3.11", "3.10"],
    packages: [
      "anyio==4.16.0", "astor==0.8.1", "certifi==2026.10.18", "decorator==5.3.1", "exceptiongroup==1.3.1",
      "h11==0.16.0", "httpcore==1.0.9", "httpx==0.28.1", "idna==3.20", "numpy==2.2.6", "opt-einsum==3.3.0",
      "paddle2onnx==1.2.11", "paddlepaddle==2.6.2", "pillow==12.3.0", "protobuf==7.36.2", "setuptools==80.9.0",
      "typing_extensions==4.16.0",
    ],
    patches: [], modules: ["paddle2onnx"], programs: ["paddle2onnx"],
    downloadBytes: 180_000_000, installedBytes: 600_000_000, isForLinuxOnX86: false)

  /// What tpu_mlir needs of PyTorch to read ONNX files: its modules import it, and call `tensor(x).numpy()`.
  private static let torch = """
    # In the place of PyTorch: tpu_mlir imports it, and uses this much of it for ONNX files.
    import numpy


    class Tensor:
        def __init__(self, values):
            self.values = numpy.asarray(values)

        def numpy(self):
            return self.values


    def tensor(values, *args, **kwargs):
        return Tensor(values)


    def __getattr__(name):
        # onnxruntime_extensions goes on without PyTorch where this is an ImportError, and only then.
        error = ImportError if name == "autograd" else AttributeError
        raise error(f"torch.{name}: this is no PyTorch")

    """
}
