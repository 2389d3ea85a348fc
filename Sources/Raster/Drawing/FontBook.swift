internal import Failure
internal import Synchronization

/// The fonts that a program has loaded by name: one book for the process, as MaixPy has it.
enum FontBook {
  /// A font and the size that it is used at, in pixels (1 em).
  struct Entry: Sendable {
    var font: FontSet
    var size: Double
  }

  private struct State: Sendable {
    var entries: [String: Entry] = [:]
    var standard = Entry(font: .system, size: 16)
  }
  private static let state = Mutex(State())

  static func add(_ entry: Entry, named name: String) {
    state.withLock { $0.entries[name] = entry }
  }

  /// Makes a font that was added the one which is drawn with; false where there is none of the name.
  static func choose(_ name: String) -> Bool {
    state.withLock { state in
      guard let entry = state.entries[name] else { return false }
      state.standard = entry
      return true
    }
  }

  static var names: [String] { state.withLock { $0.entries.keys.sorted() } }

  /// The font of a name; the chosen one where the name is nil or unknown.
  static func entry(_ name: String?) -> Entry {
    state.withLock { state in name.flatMap { state.entries[$0] } ?? state.standard }
  }
}
