/// A second recogniser, which is loaded when it is first asked.
///
/// On paper a network keeps its words in INT8. Of words on signs and number plates it loses some that it reads in bf16, and there are
/// few in a picture, so that the time for them is short (docs/int8.md). Who reads a few pages never loads it.
final class DeferredRecognizer: Sendable {
  /// Whether it reads scenes, and the first one pages; else the other way round.
  let readsScenes: Bool
  private let recognizer: Deferred<LineRecognizer>

  /// - Parameter load: loads it; called again where it threw.
  init(readsScenes: Bool, _ load: @escaping @Sendable () throws -> LineRecognizer) {
    self.readsScenes = readsScenes
    recognizer = Deferred(load)
  }

  /// The recogniser.
  ///
  /// - Throws: as `LineRecognizer.init(model:compute:)`.
  func loaded() throws -> LineRecognizer { try recognizer.value() }

  /// Says that many pages are to come: it is loaded now, where it can be, since among many there will be some for it.
  func expectMany() {
    (try? loaded())?.expectMany()
  }
}
