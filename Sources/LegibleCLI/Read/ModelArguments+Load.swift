internal import ArgumentParser
internal import Legible

extension ModelArguments {
  /// Loads the models and prepares what is done with them.
  ///
  /// - Parameters:
  ///   - console: told where the models are of no use.
  ///   - goal: whether one picture is read or many.
  ///   - needed: takes away what will not be used.
  ///   - first: the first picture, nil where it is not there soon.
  ///   - prepare: what is done with the reader; its `ValidationError`s are wrong usage.
  /// - Throws: `ExitCode.modelUnusable`, or `ValidationError`.
  func load<R>(
    _ console: Console, goal: ComputeOptions.Goal, needed: (OCRModel) -> OCRModel,
    first: @escaping @Sendable () -> Image? = { nil },
    then prepare: (TextReader) throws -> R
  ) throws -> R {
    do {
      var compute = compute
      compute.goal = goal
      return try prepare(TextReader(loading: needed(files()), compute: compute, first: first))
    } catch let error as LegibleError {
      console.report(error.message)
      throw ExitCode.modelUnusable
    }
  }
}
