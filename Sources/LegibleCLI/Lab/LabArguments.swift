internal import ArgumentParser
internal import Legible
internal import ModelLab

/// What `verify` and `calibrate` have in common.
enum Lab {
  /// The pictures in a folder or a file, named by their paths below the folder.
  ///
  /// - Throws: `fileNotFound` where there is none.
  static func pictures(in path: String, _ console: Console) throws -> [NamedPicture] {
    let list = InputList([path])
    for problem in list.problems where !list.inputs.isEmpty { console.report(problem) }
    guard path.isFolder || path.isFile, !list.inputs.isEmpty else {
      throw LegibleError(
        .fileNotFound, list.problems.first ?? "\(path): there is no such file or folder: check the path")
    }
    return list.inputs.map { NamedPicture(name: $0.place, path: $0.path) }
  }

  /// Does some work, and turns errors into messages and exit codes.
  static func run(_ console: Console, _ work: () throws -> Void) throws {
    do {
      Interruption.watch()
      Heap.keepSmall()
      try work()
    } catch is BrokenPipe {
      throw ExitCode.brokenPipe
    } catch let error as LegibleError {
      console.report(error.message)
      switch error.code {
      case .unwritableFile: throw ExitCode.outputFailed
      case .modelNotFound, .unreadableModel, .unsuitableModel, .dictionaryMismatch, .inferenceFailed, .unknownModel,
        .unreadableModelDescription:
        throw ExitCode.modelUnusable
      default: throw ExitCode.somePicturesFailed
      }
    }
  }
}

/// A size as `320x48`.
struct SizeArgument: ExpressibleByArgument {
  var size: Size

  init?(argument: String) {
    let numbers = argument.split(whereSeparator: { "xX×".contains($0) }).map { Int($0) }
    guard numbers.count == 2, let width = numbers[0], let height = numbers[1], (8...8192).contains(width),
      (8...8192).contains(height)
    else { return nil }
    size = Size(width: width, height: height)
  }
}
