internal import Synchronization

/// A second recogniser, which is loaded when it is first asked.
///
/// On paper a network keeps its words in INT8. Of words on signs and number plates it loses some that it reads in bf16, and there are
/// few in a picture, so that the time for them is short (docs/int8.md). Who reads a few pages never loads it.
final class DeferredRecognizer: Sendable {
  /// Whether it reads scenes, and the first one pages; else the other way round.
  let readsScenes: Bool
  private let recognizer: Deferred<LineRecognizer>
  private let areMany = Atomic(false)
  private let metEmptyPicture = Atomic(false)
  private let isReadyForMany = Atomic(false)

  /// - Parameter load: loads it; called again where it threw.
  init(readsScenes: Bool, _ load: @escaping @Sendable () throws -> LineRecognizer) {
    self.readsScenes = readsScenes
    recognizer = Deferred(load)
  }

  /// The recogniser.
  ///
  /// - Throws: as `LineRecognizer.init(model:compute:)`.
  func loaded() throws -> LineRecognizer {
    let loaded = try recognizer.value()
    if areMany.load(ordering: .relaxed), !isReadyForMany.exchange(true, ordering: .relaxed) { loaded.expectMany() }
    return loaded
  }

  /// Says that many pages are to come. Of pictures of all sorts some will be for it: it is loaded now, where it can be, so that memory does not grow
  /// late. Documents all have text and may be all there is: then it is loaded when it is needed.
  func expectMany() {
    areMany.store(true, ordering: .relaxed)
    if metEmptyPicture.load(ordering: .relaxed) { _ = try? loaded() }
  }

  /// Says that there was a picture without text, which makes it one of all sorts.
  func meetEmptyPicture() {
    if !metEmptyPicture.exchange(true, ordering: .relaxed), areMany.load(ordering: .relaxed) { _ = try? loaded() }
  }
}
