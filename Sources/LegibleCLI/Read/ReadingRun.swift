internal import ArgumentParser
internal import Legible

/// Reads pictures and writes the results in their order as they come.
struct ReadingRun {
  var pictures: PictureReading
  var inputs: [Input]
  var console: Console
  var showsTimings: Bool

  /// Reads all.
  ///
  /// - Returns: how many pictures could not be read.
  /// - Throws: `ExitCode` where an output fails.
  func all(_ open: () throws -> ResultWriter) throws -> Int {
    do {
      var writer = try open()
      do {
        let failures = try all(into: &writer)
        console.clearProgress()
        try writer.finish()
        return failures
      } catch {
        writer.abandon()
        throw error
      }
    } catch is BrokenPipe {
      console.clearProgress()
      throw ExitCode.brokenPipe
    } catch let error as LegibleError {
      console.report(error.message)
      throw ExitCode.outputFailed
    }
  }

  private func all(into writer: inout ResultWriter) throws -> Int {
    var failures = 0
    var timings = TimingReport()
    let start = ContinuousClock.now
    let series = PictureSeries(pictures, inputs, keepsImages: writer.needsImages)
    defer { series.stop() }
    for (index, input) in inputs.enumerated() {
      console.showProgress(index, of: inputs.count, name: input.path)
      guard let outcome = try series.next() else { break }
      let result: PictureResult
      switch outcome {
      case .success(let read): result = read
      case .failure(let error):
        console.report(input.message(error))
        failures += 1
        continue
      }
      console.clearProgress()
      try writer.write(result, source: input.path, index: index)
      timings.add(result)
      if showsTimings { console.note("\(input.path.withoutControlCharacters): \(TimingReport(result))") }
    }
    if showsTimings, inputs.count > 1 {
      let wall = (ContinuousClock.now - start).milliseconds
      console.note("\(timings.pictures) pictures: \(timings), wall \(wall)")
    }
    return failures
  }
}

extension Input {
  /// An error's sentence, with the picture's name in front.
  func message(_ error: LegibleError) -> String {
    error.message.hasPrefix("\(path): ") ? error.message : "\(path): \(error.message)"
  }
}
