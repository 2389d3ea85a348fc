public import ArgumentParser
public import Legible
public import ModelLab

// Enumerations of the library that are options' values as they are. The imports are public since the types are.

extension ComputeOptions.Precision: ExpressibleByArgument {}
extension Fit: ExpressibleByArgument {}
extension ConversionTarget: ExpressibleByArgument {}
extension InputFormat.ChannelOrder: ExpressibleByArgument {}
extension NetworkRole: ExpressibleByArgument {}
