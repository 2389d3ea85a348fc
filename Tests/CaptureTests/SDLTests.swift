import CSDL
import Foundation
import Testing

@testable import Capture

/// SDL itself, with its driver that shows nothing: a window opens, keys and clicks that are injected arrive.
@Suite(.serialized) struct SDLTests {
  @Test func keysClicksAndClosingArrive() throws {
    setenv("SDL_VIDEODRIVER", "dummy", 1)
    let screen = try SDLScreen(title: "test", fullScreen: false)
    defer { screen.close() }
    try screen.present(Image(size: Size(width: 800, height: 300)), in: Rect(x: 0, y: 0, width: 800, height: 300))
    #expect(screen.size == Size(width: 800, height: 300))
    _ = screen.events(waiting: .zero)

    func push(_ change: (inout SDL_Event) -> Void) {
      var event = SDL_Event()
      change(&event)
      #expect(SDL_PushEvent(&event) == 1)
    }
    func key(_ code: SDL_KeyCode, isRepeat: Bool = false) {
      push {
        $0.type = SDL_KEYDOWN.rawValue
        $0.key.keysym.sym = Int32(bitPattern: code.rawValue)
        $0.key.repeat = isRepeat ? 1 : 0
      }
    }
    for code in [SDLK_q, SDLK_ESCAPE, SDLK_SPACE, SDLK_s, SDLK_m, SDLK_f, SDLK_z] { key(code) }
    key(SDLK_SPACE, isRepeat: true)
    push {
      $0.type = SDL_MOUSEBUTTONDOWN.rawValue
      ($0.button.button, $0.button.x, $0.button.y) = (UInt8(SDL_BUTTON_LEFT), 30, 40)
    }
    push { $0.type = SDL_QUIT.rawValue }
    let events = screen.events(waiting: .seconds(5)).filter { $0 != .exposed }
    #expect(
      events == [
        .key(.leave), .key(.leave), .key(.pause), .key(.save), .key(.mask), .key(.fullScreen), .click(Point(30, 40)),
        .close,
      ])

    // A wake ends the waiting without being an event.
    SDLScreen.wake()
    #expect(screen.events(waiting: .seconds(60)).filter { $0 != .exposed } == [])
    // Another size, and full screen, do not trouble it.
    screen.toggleFullScreen()
    try screen.present(Image(size: Size(width: 31, height: 17)), in: Rect(x: 5, y: 5, width: 31, height: 17))
    screen.close()
    screen.close()
    #expect(screen.events(waiting: .zero) == [])
  }
}
