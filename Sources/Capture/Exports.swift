@_exported public import Failure
@_exported public import Raster
