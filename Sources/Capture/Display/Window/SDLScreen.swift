internal import CSDL
internal import Failure
internal import Raster

/// A window of SDL. Belongs to the main thread, but for `wake`.
final class SDLScreen: WindowScreen {
  private let title: String
  private var isFullScreen: Bool
  private var window: OpaquePointer?
  private var renderer: OpaquePointer?
  private var texture: OpaquePointer?
  private var textureSize: Size?
  private var isOpen = true

  /// Connects to the display that `$DISPLAY` or `$WAYLAND_DISPLAY` names; no window yet.
  ///
  /// - Throws: `displayUnavailable`.
  init(title: String, fullScreen: Bool) throws(LegibleError) {
    (self.title, isFullScreen) = (title, fullScreen)
    SDL_SetMainReady()
    // Signals belong to `App`, and the screen may go dark when it wants to.
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1")
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1")
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear")
    guard SDL_InitSubSystem(SDL_INIT_VIDEO) == 0 else { throw Self.failure("there is no display to open a window on") }
  }

  deinit { close() }

  /// Makes a waiting `events` return. Any thread may call it.
  static func wake() {
    var event = SDL_Event()
    event.type = SDL_USEREVENT.rawValue
    SDL_PushEvent(&event)
  }

  var size: Size {
    var (width, height): (Int32, Int32) = (0, 0)
    guard let renderer, SDL_GetRendererOutputSize(renderer, &width, &height) == 0, width > 0, height > 0 else {
      return Size(width: 640, height: 480)
    }
    return Size(width: Int(width), height: Int(height))
  }

  func present(_ picture: Image, in rect: Rect) throws {
    guard isOpen else { return }
    if window == nil { try open(for: picture.size) }
    guard let renderer else { return }
    if textureSize != picture.size {
      if let texture { SDL_DestroyTexture(texture) }
      texture = SDL_CreateTexture(
        renderer, SDL_PIXELFORMAT_RGB24.rawValue, Int32(SDL_TEXTUREACCESS_STREAMING.rawValue), Int32(picture.width),
        Int32(picture.height))
      textureSize = texture == nil ? nil : picture.size
    }
    let isUpdated = picture.pixels.withUnsafeBytes {
      SDL_UpdateTexture(texture, nil, $0.baseAddress, Int32(picture.width * 3))
    }
    guard texture != nil, isUpdated == 0 else {
      throw Self.failure("the picture of \(picture.size) pixels cannot be shown in a window")
    }
    SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255)
    SDL_RenderClear(renderer)
    var place = SDL_Rect(x: Int32(rect.minX), y: Int32(rect.minY), w: Int32(rect.width), h: Int32(rect.height))
    SDL_RenderCopy(renderer, texture, nil, &place)
    SDL_RenderPresent(renderer)
  }

  private func open(for picture: Size) throws(LegibleError) {
    // As large as the picture, if the screen has the room; small pictures are enlarged.
    var room = SDL_Rect()
    let hasRoom = SDL_GetDisplayUsableBounds(0, &room) == 0 && room.w > 0 && room.h > 0
    let screen = hasRoom ? (Double(room.w) * 0.95, Double(room.h) * 0.9) : (1280, 720)
    let enlarged = max(1, 640 / Double(picture.width))
    let scale = min(enlarged, screen.0 / Double(picture.width), screen.1 / Double(picture.height))
    let flags =
      SDL_WINDOW_RESIZABLE.rawValue | SDL_WINDOW_ALLOW_HIGHDPI.rawValue
      | (isFullScreen ? SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue : 0)
    window = SDL_CreateWindow(
      title, legible_sdl_centered, legible_sdl_centered, Int32(max(160, Double(picture.width) * scale)),
      Int32(max(120, Double(picture.height) * scale)), flags)
    guard let window else { throw Self.failure("no window can be opened") }
    SDL_SetWindowMinimumSize(window, 160, 120)
    // Whatever the machine has; its processor in the end.
    renderer = SDL_CreateRenderer(window, -1, 0) ?? SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE.rawValue)
    if renderer == nil { throw Self.failure("nothing can be drawn in the window") }
  }

  func events(waiting: Duration) -> [WindowEvent] {
    guard isOpen else { return [] }
    var events: [WindowEvent] = []
    var event = SDL_Event()
    var timeout = Int32(min(60_000, waiting.nanoseconds / 1_000_000))
    while timeout > 0 ? SDL_WaitEventTimeout(&event, timeout) == 1 : SDL_PollEvent(&event) == 1 {
      timeout = 0
      if let known = translated(event) { events.append(known) }
    }
    return events
  }

  private func translated(_ event: SDL_Event) -> WindowEvent? {
    switch SDL_EventType(event.type) {
    case SDL_QUIT: return .close
    case SDL_WINDOWEVENT:
      switch SDL_WindowEventID(UInt32(event.window.event)) {
      case SDL_WINDOWEVENT_CLOSE: return .close
      case SDL_WINDOWEVENT_EXPOSED, SDL_WINDOWEVENT_SIZE_CHANGED: return .exposed
      default: return nil
      }
    case SDL_KEYDOWN where event.key.repeat == 0:
      switch UInt32(bitPattern: event.key.keysym.sym) {
      case SDLK_q.rawValue, SDLK_ESCAPE.rawValue: return .key(.leave)
      case SDLK_SPACE.rawValue: return .key(.pause)
      case SDLK_s.rawValue: return .key(.save)
      case SDLK_m.rawValue: return .key(.mask)
      case SDLK_f.rawValue: return .key(.fullScreen)
      default: return nil
      }
    case SDL_MOUSEBUTTONDOWN where event.button.button == UInt8(SDL_BUTTON_LEFT):
      // The mouse is told in the window's units, of which a pixel of a fine screen is a part.
      var (width, height): (Int32, Int32) = (0, 0)
      SDL_GetWindowSize(window, &width, &height)
      let drawn = size
      return .click(
        Point(
          Double(event.button.x) * Double(drawn.width) / Double(max(1, width)),
          Double(event.button.y) * Double(drawn.height) / Double(max(1, height))))
    default: return nil
    }
  }

  func toggleFullScreen() {
    isFullScreen.toggle()
    guard let window else { return }
    SDL_SetWindowFullscreen(window, isFullScreen ? SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue : 0)
  }

  func copy(_ text: String) -> Bool { SDL_SetClipboardText(text) == 0 }

  func close() {
    guard isOpen else { return }
    isOpen = false
    if let texture { SDL_DestroyTexture(texture) }
    if let renderer { SDL_DestroyRenderer(renderer) }
    if let window { SDL_DestroyWindow(window) }
    (texture, renderer, window) = (nil, nil, nil)
    SDL_QuitSubSystem(SDL_INIT_VIDEO)
  }

  private static func failure(_ what: String) -> LegibleError {
    LegibleError(
      .displayUnavailable,
      """
      \(what) (\(String(cString: SDL_GetError()))): look at $DISPLAY or $WAYLAND_DISPLAY, or do without a window
      """)
  }
}
