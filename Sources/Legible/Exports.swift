@_exported public import Failure
@_exported public import Inference
@_exported public import Raster
