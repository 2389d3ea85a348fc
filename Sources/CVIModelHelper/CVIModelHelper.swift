internal import CVIWire

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `legible-cvimodel LIBRARY MODEL MEBIBYTES`: runs one cvimodel for Legible, which starts it with a socket as standard
/// input. In a process of its own, because the vendor's library prints to standard output and ends its process at what
/// it does not like.
@main
struct CVIModelHelper {
  static func main() {
    let arguments = CommandLine.arguments
    var status = stat()
    guard arguments.count == 4, let mebibytes = UInt(arguments[3]), mebibytes < 1 << 30,
      fstat(0, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK
    else {
      let usage =
        "legible-cvimodel runs a cvimodel for the command legible and the library, which start it by themselves.\n"
      _ = usage.withCString { write(2, $0, strlen($0)) }
      exit(64)
    }
    closeInherited()
    limit(toMebibytes: mebibytes)
    silence()
    let socket = WireSocket(0)
    endWithOtherSide(socket)
    do {
      try serve(socket, library: arguments[1], model: arguments[2])
    } catch let failure as Failure {
      try? Array(failure.what.utf8).withUnsafeBytes { try socket.send(.failed, [$0], .endless) }
    } catch {
      // Nobody is there any more.
    }
    // Not by exit: the library's own end is its own affair.
    _exit(0)
  }

  private static func serve(_ socket: WireSocket, library: String, model: String) throws {
    let network = try Network(model, Runtime(library: library))
    try network.description.bytes.withUnsafeBytes { try socket.send(.loaded, [$0], .endless) }
    while true {
      let (kind, count) = try socket.receive(.endless)
      let inputs = try network.inputMemory()
      guard kind == .run, count == inputs.reduce(0, { $0 + $1.count }) else {
        throw Failure(what: "a message of \(count) bytes came, which is no run of the network")
      }
      for input in inputs { try socket.receive(into: input, .endless) }
      try network.run()
      try socket.send(.done, network.outputMemory().map { UnsafeRawBufferPointer($0) }, .endless)
    }
  }

  /// What else the starting process has open is none of ours: whoever waits there for the end of a pipe or of a connection
  /// would wait for this process, too.
  private static func closeInherited() {
    #if canImport(Glibc)
    closefrom(3)
    #else
    for file in 3..<getdtablesize() { close(file) }
    #endif
  }

  /// No more memory than this, and no core files.
  private static func limit(toMebibytes mebibytes: UInt) {
    #if canImport(Glibc)
    var memory = rlimit(rlim_cur: mebibytes << 20, rlim_max: mebibytes << 20)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #endif
  }

  /// What the library prints to standard output goes nowhere.
  private static func silence() {
    let nowhere = open("/dev/null", O_WRONLY)
    if nowhere >= 0 { dup2(nowhere, 1) }
  }

  /// Ends this process, also in the middle of a run, when the one that started it is gone.
  private static func endWithOtherSide(_ socket: WireSocket) {
    #if canImport(Glibc)
    var thread = pthread_t()
    #else
    var thread: pthread_t?
    #endif
    pthread_create(
      &thread, nil,
      { _ in
        WireSocket(0).waitForEnd()
        _exit(0)
      }, nil)
  }
}
