internal import CGLib
internal import CVIWire
internal import Failure
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A running `legible-cvimodel`. It is killed when this goes.
final class CVIModelProcess: Sendable {
  /// The connection to it.
  let socket: WireSocket
  private let id: pid_t
  /// What it writes to standard error, read without waiting.
  private let complaints: Int32
  private let state = Mutex(State())

  private struct State {
    var lastWords: [UInt8] = []
    var end: String?
  }

  /// Starts a program.
  ///
  /// - Throws: `runtimeNotFound` where it cannot be started.
  init(_ program: String, _ arguments: [String]) throws(LegibleError) {
    var sockets: [Int32] = [-1, -1]
    // Sockets too, since they can be made so that no other child process gets them.
    var errors: [Int32] = [-1, -1]
    defer { for file in [sockets[1], errors[1]] where file >= 0 { close(file) } }
    let isOpen = Self.pair(&sockets) && Self.pair(&errors)
    // Where nobody reads what the library says, it is not to wait.
    for file in errors where file >= 0 { _ = fcntl(file, F_SETFL, O_NONBLOCK) }
    let status = isOpen ? Self.spawn(program, arguments, input: sockets[1], errors: errors[1]) : .failure(errno)
    switch status {
    case .success(let id):
      self.id = id
      socket = WireSocket(sockets[0])
      complaints = errors[0]
    case .failure(let code):
      for file in [sockets[0], errors[0]] where file >= 0 { close(file) }
      throw LegibleError(
        .runtimeNotFound, "The program \(program) cannot be started: \(String(cString: strerror(code)).lowercased()).")
    }
  }

  deinit {
    _ = end()
    close(socket.descriptor)
    close(complaints)
  }

  /// Keeps the last of what it wrote to standard error, so that there is room for more.
  func listen() { state.withLock { listen(&$0) } }

  /// Ends it, if it has not ended by itself, and tells how it ended, for instance
  /// `was ended by signal 6 (Aborted); it said: Assertion failed`.
  func end() -> String {
    state.withLock { state in
      if let end = state.end { return end }
      var status: Int32 = 0
      var reaped = pid_t(0)
      // Whose connection is gone is about to end by itself: how, is worth a moment.
      for _ in 0..<100 {
        reaped = waitpid(id, &status, WNOHANG)
        if reaped != 0 || !isDisconnected { break }
        usleep(5000)
      }
      var end = "was ended"
      if reaped == 0 {
        kill(id, SIGKILL)
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
      } else if reaped == id {
        let signal = status & 0x7F
        end =
          signal == 0
          ? "ended with code \(status >> 8 & 0xFF)"
          : "was ended by signal \(signal) (\(strsignal(signal).map { String(cString: $0) } ?? "unknown"))"
      }
      listen(&state)
      if let words = Self.lastLine(state.lastWords) { end += "; it said: \(words)" }
      state.end = end
      return end
    }
  }

  private var isDisconnected: Bool {
    var state = pollfd(fd: socket.descriptor, events: 0, revents: 0)
    return poll(&state, 1, 0) > 0
  }

  private func listen(_ state: inout State) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(complaints, &buffer, buffer.count)
      guard count > 0 else { return }
      state.lastWords = (state.lastWords + buffer[..<count]).suffix(2048)
    }
  }

  /// The last line that says something, cut to what fits into a message.
  private static func lastLine(_ bytes: [UInt8]) -> String? {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let line = lines.last { line in line.contains { $0.isLetter } }
    return line.map { String(String.UnicodeScalarView($0.unicodeScalars.filter { $0.value >= 32 }).prefix(300)) }
  }

  private static func pair(_ files: inout [Int32]) -> Bool {
    #if canImport(Glibc)
    return socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &files) == 0
    #else
    guard socketpair(AF_UNIX, SOCK_STREAM, 0, &files) == 0 else { return false }
    for file in files { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    return true
    #endif
  }

  private enum Spawned {
    case success(pid_t)
    case failure(Int32)
  }

  private static func spawn(_ program: String, _ arguments: [String], input: Int32, errors: Int32) -> Spawned {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own: Ctrl-C is for this process, at whose end the helper ends. No signal is blocked or ignored.
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let texts = ([program] + arguments).map { strdup($0) }
    // What Swift would print of a crash hides the library's own words.
    let environment = g_environ_setenv(g_get_environ(), "SWIFT_BACKTRACE", "enable=no", 1)
    defer {
      for text in texts { free(text) }
      g_strfreev(environment)
    }
    var id = pid_t()
    let code = posix_spawn(&id, program, &actions, &attributes, texts + [nil], environment!)
    return code == 0 ? .success(id) : .failure(code)
  }
}
