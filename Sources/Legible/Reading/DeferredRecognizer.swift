internal import Synchronization

/// A second recogniser, which is loaded when it is first asked.
///
/// On paper a network keeps its words in INT8. Of words on signs and number plates it loses some that it reads in bf16, and there are
/// few in a picture, so that the time for them is short (docs/int8.md). Who reads only pages never loads it.
final class DeferredRecognizer: Sendable {
  /// Whether it reads scenes, and the first one pages; else the other way round.
  let readsScenes: Bool
  private let load: @Sendable () throws -> LineRecognizer
  private let state = Mutex<LineRecognizer?>(nil)

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
      if let state { return state }
      let recognizer = try load()
      state = recognizer
      return recognizer
    }
  }

  /// Says that many pages are to come: it is loaded now, where it can be, since among many there will be some for it.
  func expectMany() {
    (try? loaded())?.expectMany()
  }
}
