internal import ArgumentParser
internal import Legible

/// How the page is turned before it is read, as the command line says it.
enum PageTurn: String, CaseIterable, ExpressibleByArgument, CustomStringConvertible {
  case none
  case auto
  case right = "90"
  case over = "180"
  case left = "270"

  var description: String { rawValue }

  /// What the library calls it.
  var value: RecognitionOptions.PageTurning {
    switch self {
    case .none: .none
    case .auto: .automatic
    case .right: .quarterTurns(1)
    case .over: .quarterTurns(2)
    case .left: .quarterTurns(3)
    }
  }
}
