import Foundation
import LegibleTesting
import Testing

@testable import Capture

/// Reads a screen that is made for the test, where the program for that is installed.
@Suite(.enabled(if: VirtualScreen.isInstalled, "Xvfb is not installed: the screen was not tried"))
struct ScreenTests {
  private func open(_ area: ScreenArea, on display: String) throws -> Camera {
    let name = FrameSourceName.screen(area)
    return try Camera(name, options: .init()) { interrupt in
      try StreamFeed(try name.request(options: .init(), display: display), interrupt: interrupt)
    }
  }

  @Test func theScreenAndAPartOfItAreRead() throws {
    let screen = try VirtualScreen()
    defer { screen.stop() }
    try screen.paint { x, y in x < 100 && y < 50 ? (250, 20, 20) : (20, 20, 250) }
    let whole = try open(.whole, on: screen.display)
    defer { whole.close() }
    #expect(whole.isLive)
    let image = try #require(try whole.read()).image
    #expect(image.size == Size(width: 320, height: 240))
    #expect(image[50, 25] == Color(red: 250, green: 20, blue: 20))
    #expect(image[101, 51] == Color(red: 20, green: 20, blue: 250))
    let part = try open(.region(x: 90, y: 40, width: 41, height: 33), on: screen.display)
    defer { part.close() }
    let cut = try #require(try part.read()).image
    #expect(cut.size == Size(width: 41, height: 33))
    #expect(cut[9, 9] == Color(red: 250, green: 20, blue: 20))
    #expect(cut[10, 10] == Color(red: 20, green: 20, blue: 250))
    let outside = #expect(throws: LegibleError.self) {
      try open(.region(x: 300, y: 0, width: 100, height: 100), on: screen.display)
    }
    #expect(outside?.code == .sourceUnavailable)
  }

  @Test func noScreenIsAnError() {
    let error = #expect(throws: LegibleError.self) { try open(.whole, on: ":4711") }
    #expect(error?.code == .sourceUnavailable)
  }
}

/// An X11 server without a screen, whose pixels lie in a file.
final class VirtualScreen {
  static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/Xvfb")
  let display: String
  private let process = Process()
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/Xvfb")
    process.arguments = [
      "-displayfd", "1", "-screen", "0", "320x240x24", "-fbdir", scratch.url.path, "-nolisten", "tcp", "-noreset",
    ]
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.start()
    var number = ""
    while !number.hasSuffix("\n") {
      let data = pipe.fileHandleForReading.availableData
      if data.isEmpty { throw LegibleError(.sourceUnavailable, "Xvfb does not start") }
      number += String(decoding: data, as: UTF8.self)
    }
    display = ":" + number.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Sets all pixels, blue, green, red and one more byte each at the end of the file.
  func paint(_ color: (Int, Int) -> (UInt8, UInt8, UInt8)) throws {
    let file = try FileHandle(forUpdating: scratch.url.appending(path: "Xvfb_screen0"))
    defer { try? file.close() }
    var pixels = Data()
    for y in 0..<240 {
      for x in 0..<320 {
        let (red, green, blue) = color(x, y)
        pixels.append(contentsOf: [blue, green, red, 0])
      }
    }
    // Behind the head and the colours; in some versions the file is a little longer than its pixels.
    let head = try #require(try file.read(upToCount: 100)).withUnsafeBytes { bytes in
      (0..<25).map { UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)) }
    }
    try file.seek(toOffset: UInt64(head[0] + head[19] * 12))
    try file.write(contentsOf: pixels)
  }

  func stop() {
    process.stop()
    try? FileManager.default.removeItem(atPath: "/tmp/.X\(display.dropFirst())-lock")
    try? FileManager.default.removeItem(atPath: "/tmp/.X11-unix/X\(display.dropFirst())")
  }
}
