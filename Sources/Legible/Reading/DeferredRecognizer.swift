internal import Synchronization

/// A second recogniser, which is loaded when it is first asked.
///
/// On paper a network keeps its words in INT8. Of words on signs and number plates it loses some that it reads in bf16, and there are
/// few in a picture, so that the time for them is short (docs/int8.md). Who reads only pages never loads it.
final class DeferredRecognizer: Sendable {
  private struct State {
    var recognizer: LineRecognizer?
    var expectsMany = false
  }

  /// Whether it reads scenes, and the first one pages; else the other way round.
  let readsScenes: Bool
  private let load: @Sendable () throws -> LineRecognizer
  private let state = Mutex(State())

  /// - Parameter load: loads it; called again where it threw.
  init(readsScenes: Bool, _ load: @escaping @Sendable () throws -> LineRecognizer) {
    self.readsScenes = readsScenes
    self.load = load
  }

  /// The recogniser. Whoever comes while it is being loaded waits.
  ///
  /// - Throws: as `LineRecognizer.init(model:compute:)`.
  func loaded() throws -> LineRecognizer {
    try state.withLock { state in
      if let recognizer = state.recognizer { return recognizer }
      let recognizer = try load()
      if state.expectsMany { recognizer.expectMany() }
      state.recognizer = recognizer
      return recognizer
    }
  }

  /// See `LineRecognizer`.
  func expectMany() {
    state.withLock { state in
      state.expectsMany = true
      state.recognizer?.expectMany()
    }
  }
}
