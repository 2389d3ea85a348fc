/// What went wrong, as a code to switch on and a sentence to show.
///
/// The message says what was found, what was expected and what to do next. Each code has a section in docs/errors.md.
///
/// ```swift
/// do {
///   let image = try Image(contentsOf: path)
/// } catch LegibleError.Code.imageTooLarge {
///   // ask for a smaller one
/// }
/// ```
public struct LegibleError: Error, Hashable, Sendable {
  /// The kind of failure. More may come: switch with a default.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the code as docs/errors.md lists it, in kebab case.
    public let rawValue: String

    /// A code of the given name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// There is no file at the path.
    public static let fileNotFound = Code(rawValue: "file-not-found")
    /// The file is there but cannot be opened or read.
    public static let unreadableFile = Code(rawValue: "unreadable-file")
    /// The bytes are empty, damaged, or no picture that can be read.
    public static let unreadableImage = Code(rawValue: "unreadable-image")
    /// The picture has more pixels than the limit allows.
    public static let imageTooLarge = Code(rawValue: "image-too-large")
    /// A file cannot be written.
    public static let unwritableFile = Code(rawValue: "unwritable-file")
    /// A font file cannot be used.
    public static let unusableFont = Code(rawValue: "unusable-font")
    /// A model, or a file that belongs to it, is not installed.
    public static let modelNotFound = Code(rawValue: "model-not-found")
    /// The file that describes a model set (MUD) is not as it should be.
    public static let unreadableModelDescription = Code(rawValue: "unreadable-model-description")
    /// The engine cannot read the model.
    public static let unreadableModel = Code(rawValue: "unreadable-model")
    /// The model is sound but not what it is used as.
    public static let unsuitableModel = Code(rawValue: "unsuitable-model")
    /// The dictionary does not fit the model's classes.
    public static let dictionaryMismatch = Code(rawValue: "dictionary-mismatch")
    /// The engine failed while running a model.
    public static let inferenceFailed = Code(rawValue: "inference-failed")
    /// What runs models of this kind is not installed: the cvimodel runtime, or the program that it runs in.
    public static let runtimeNotFound = Code(rawValue: "runtime-not-found")
    /// An argument has a value outside what is allowed.
    public static let invalidArgument = Code(rawValue: "invalid-argument")
    /// Data in a file of ours (JSON, an evaluation set) is not as expected.
    public static let invalidData = Code(rawValue: "invalid-data")
    /// The catalogue has no model or set of the name.
    public static let unknownModel = Code(rawValue: "unknown-model")
    /// A file cannot be downloaded.
    public static let downloadFailed = Code(rawValue: "download-failed")
    /// An address or port cannot be listened on.
    public static let unusableAddress = Code(rawValue: "unusable-address")
    /// What was downloaded is not the file that the catalogue describes.
    public static let checksumMismatch = Code(rawValue: "checksum-mismatch")
    /// A back end for conversions is not there and cannot be made.
    public static let toolUnavailable = Code(rawValue: "tool-unavailable")
    /// A back end's program failed.
    public static let conversionFailed = Code(rawValue: "conversion-failed")
    /// A converted network is not as like the original as it must be.
    public static let toleranceMissed = Code(rawValue: "tolerance-missed")
    /// A camera, a screen or a stream is not there now: unplugged, in use, not reachable, silent.
    public static let sourceUnavailable = Code(rawValue: "source-unavailable")
    /// The bytes are no video, or not a whole one.
    public static let unreadableStream = Code(rawValue: "unreadable-stream")
    /// There is no display on which a window can be opened.
    public static let displayUnavailable = Code(rawValue: "display-unavailable")
  }

  /// The kind of failure.
  public let code: Code
  /// What was found, what was expected, what to do next: whole sentences for a person.
  public let message: String

  /// An error of the given kind.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

extension LegibleError: CustomStringConvertible {
  /// The message.
  public var description: String { message }
}

extension LegibleError.Code {
  /// Lets `catch LegibleError.Code.imageTooLarge` match errors of that code.
  public static func ~= (code: Self, error: any Error) -> Bool {
    (error as? LegibleError)?.code == code
  }
}
