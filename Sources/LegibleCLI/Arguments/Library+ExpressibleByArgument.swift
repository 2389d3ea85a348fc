public import ArgumentParser
public import Legible

// Enumerations of the library that are options' values as they are. The imports are public since the types are.

extension ComputeOptions.Precision: ExpressibleByArgument {}
extension Fit: ExpressibleByArgument {}
