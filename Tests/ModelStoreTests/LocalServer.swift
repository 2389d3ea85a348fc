import Foundation
import LegibleTesting

/// A web server on 127.0.0.1 for one folder. What it does wrong is chosen by the path's first part:
///
/// - `whole/NAME`: the file; ranges are served.
/// - `cut/NAME`: breaks the connection after 1000 bytes of each answer; ranges are served.
/// - `cut-plain/NAME`: breaks the first answer after 1000 bytes, and knows no ranges.
/// - `held/NAME`: sends 10,000 bytes (curl keeps back the last 4096) and waits for ``letGo`` before the rest.
/// - `never/NAME`: breaks the connection at once.
///
/// It ends with its standard input, so with the test.
final class LocalServer: Sendable {
  let port: Int
  private let process = Process()
  private let input = Pipe()
  private let log: String
  /// Lets the answers to `held/NAME` go on, those to come too.
  let letGo: @Sendable () -> Void

  /// The requests so far, a line each: path, a blank, the range that was asked for or `-`.
  var requests: [String] {
    (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n").map(String.init) ?? []
  }

  init(folder: String, scratch: Scratch) throws {
    log = scratch.path("requests.log")
    let go = scratch.path("go")
    letGo = { _ = FileManager.default.createFile(atPath: go, contents: nil) }
    let program = scratch.path("server.py")
    try Data(Self.program.utf8).write(to: URL(fileURLWithPath: program))
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", program, folder, log, go]
    process.standardError = FileHandle.nullDevice
    process.standardInput = input
    process.standardOutput = output
    try process.start()
    let line = output.fileHandleForReading.availableData
    port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    if port == 0 { throw CocoaError(.featureUnsupported) }
  }

  deinit {
    process.stop()
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  private static let program = """
    import http.server, os, sys, threading, time

    folder, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)
    go = sys.argv[3]
    answered = set()

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *arguments): pass

        def do_GET(self):
            _, mode, name = self.path.split("/", 2)
            asked = self.headers.get("Range")
            log.write(f"{mode}/{name} {asked or '-'}\\n")
            try:
                data = open(os.path.join(folder, name), "rb").read()
            except OSError:
                return self.send_error(404)
            if mode == "never":
                return self.connection.close()
            start = 0
            if asked and mode != "cut-plain":
                start = int(asked.removeprefix("bytes=").split("-")[0])
                if start >= len(data):
                    return self.send_error(416)
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            rest = data[start:]
            first, _ = self.path not in answered, answered.add(self.path)
            if mode == "cut" or (mode == "cut-plain" and first):
                self.wfile.write(rest[:1000])
                self.wfile.flush()
                return self.connection.close()
            for at in range(0, len(rest), 1000):
                self.wfile.write(rest[at:at + 1000])
                self.wfile.flush()
                while mode == "held" and at >= 9000 and not os.path.exists(go): time.sleep(0.01)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    """
}
