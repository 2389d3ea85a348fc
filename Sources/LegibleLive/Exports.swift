@_exported public import Legible
