import Foundation
@testable import Legible
import LegibleTesting
import Testing

@Suite struct ONNXMetadataTests {
  typealias Noise = BadMUDTests.Noise

  /// A field of bytes in Protocol Buffers' notation.
  static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    var (head, length) = ([number << 3 | 2], bytes.count)
    repeat {
      head.append(UInt8(length & 0x7F) | (length > 0x7F ? 0x80 : 0))
      length >>= 7
    } while length > 0
    return head + bytes
  }

  static func entry(_ key: String, _ value: String) -> [UInt8] {
    field(14, field(1, Array(key.utf8)) + field(2, Array(value.utf8)))
  }

  /// Version, a large graph, an operator set, and two entries.
  static let model: [UInt8] =
    [0x08, 0x07] + field(2, Array("paddle2onnx".utf8)) + field(7, [UInt8](repeating: 0xFF, count: 100_000))
    + field(8, [0x10, 0x0E]) + entry("character", "一\n🇩🇪\nb") + entry("author", "x") + entry("character", "second")

  @Test func findsTheEntriesBehindTheGraph() throws {
    let metadata = try #require(ONNXMetadata(bytes: Self.model))
    #expect(metadata.values == ["character": "一\n🇩🇪\nb", "author": "x"])
    #expect(ONNXMetadata(bytes: [])?.values == [:])
  }

  @Test(
    arguments: [
      [0x72], [0x72, 0x80], [0x72, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x72, 0x05, 0x0A],
      [0x0B], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x09, 1, 2],
    ] as [[UInt8]]) func brokenNotationIsNoMetadata(bytes: [UInt8])
  {
    #expect(ONNXMetadata(bytes: bytes) == nil)
  }

  @Test func hostileBytesEnd() {
    var noise = Noise(state: 7)
    for _ in 0..<3000 {
      var bytes = Array(Self.model.suffix(120)) + Self.entry("character", "abc")
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
      }
      _ = ONNXMetadata(bytes: Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &noise))))
      _ = ONNXMetadata(bytes: (0..<60).map { _ in UInt8.random(in: 0...255, using: &noise) })
    }
    // Millions of empty fields are not gone through.
    #expect(ONNXMetadata(bytes: [UInt8](repeating: 0, count: 1 << 20)) == nil)
  }

  @Test(.enabled(if: InstalledModels.areThere, "no models are installed: run ./legible --setup-only"))
  func aModelsOwnDictionaryIsTheOneOfTheFile() throws {
    let model = try #require(OCRModel.small.recognition)
    let own = try Alphabet(of: RecognitionModel(path: model.path, alphabet: .model), classCount: 18710)
    #expect(own == (try Alphabet(of: model, classCount: 18710)))
  }
}

@Suite struct PaddleDictionaryTests {
  static func lines(_ text: String) throws -> [String] {
    try PaddleDictionary(bytes: Array(text.utf8), source: "inference.yml").lines
  }

  @Test func readsWhatPaddleWrites() throws {
    let text = """
      Global:
        model_name: x
      PreProcess:
        transform_ops:
        - DecodeImage:
            character_dict:
            - wrong
      PostProcess:
        name: CTCLabelDecode
        character_dict:
        - \u{3000}
        - 一
        - '!'
        - '"'
        - ''''
        - "'"
        - '#'
        - \\
        - $
        - '0'
        - 'no'
        - a b # a comment
        - c#d
        - "\\u4E00\\x41\\U0001F1E9\\U0001F1EA\\t\\"\\\\"
        - ' '
        - 🇩🇪
        - ''
        - -1
        - ~
      Other: 1

      """
    let expected = [
      "\u{3000}", "一", "!", "\"", "'", "'", "#", "\\", "$", "0", "no", "a b", "c#d", "一A🇩🇪\t\"\\", " ", "🇩🇪", "", "-1",
      "~",
    ]
    #expect(try Self.lines(text) == expected)
    #expect(try Self.lines(text.replacing("\n", with: "\r\n")) == expected)
    // Not indented, as YAML allows, and at the end of the file.
    #expect(try Self.lines("PostProcess:\n character_dict:\n   - a\n   - b") == ["a", "b"])
  }

  @Test(arguments: [
    ("", 1, "no list character_dict"), ("PostProcess:\n  name: x\n", 3, "no list character_dict"),
    ("character_dict:\n- a\n", 3, "no list character_dict"),
    ("PostProcess:\n  character_dict: [a, b]\n", 2, "no list of a text a line"),
    ("PostProcess:\n  character_dict:\n  -\n", 3, "nothing stands behind the '-'"),
    ("PostProcess:\n  character_dict:\n  - 'a\n", 3, "closing ' is missing"),
    ("PostProcess:\n  character_dict:\n  - \"a\n", 3, "closing \" is missing"),
    ("PostProcess:\n  character_dict:\n  - \"\\q\"\n", 3, "YAML knows no \\q"),
    ("PostProcess:\n  character_dict:\n  - \"\\uD800\"\n", 3, "\\uD800 is no character"),
    ("PostProcess:\n  character_dict:\n  - \"\\x+1\"\n", 3, "\\x+1 is no character"),
    ("PostProcess:\n  character_dict:\n  - 'a' b\n", 3, "behind the closing quote"),
    ("PostProcess:\n  character_dict:\n  - [a]\n", 3, "means something else in YAML"),
    ("PostProcess:\n  character_dict:\n  - &x a\n", 3, "means something else in YAML"),
    ("PostProcess:\n  character_dict:\n  - a\n    b\n", 4, "several lines"),
  ]) func otherShapesAreRefusedWithTheirLine(text: String, line: Int, says: String) {
    #expect { try Self.lines(text) } throws: { error in
      LegibleError.Code.dictionaryMismatch ~= error && "\(error)".hasPrefix("inference.yml:\(line): ")
        && "\(error)".contains(says)
    }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect { try PaddleDictionary(bytes: [0x41, 0x0A, 0xFF], source: "x") } throws: { "\($0)".hasPrefix("x:2: ") }
  }
}

@Suite struct AlphabetSourceTests {
  @Test func everySourceGivesTheSame() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func put(_ name: String, _ bytes: [UInt8]) throws -> String {
      let file = folder.appending(path: name)
      try Data(bytes).write(to: file)
      return file.path
    }
    let lines = try put("keys.txt", Array("blank\r\n一\r\n🇩🇪\r\n \r\n".utf8))
    let bare = try put("bare.onnx", [0x08, 0x07])
    let model = try put("model.onnx", ONNXMetadataTests.field(7, [1]) + ONNXMetadataTests.entry("character", "一\n🇩🇪"))
    func alphabet(_ path: String, _ source: AlphabetSource, _ count: Int? = 4) throws -> Alphabet {
      try Alphabet(of: RecognitionModel(path: path, alphabet: source), classCount: count)
    }
    let expected = ["", "一", "🇩🇪", " "]
    #expect(try alphabet(bare, .file(lines)).classes == expected)
    #expect(try alphabet(bare, .labels(["一", "🇩🇪"])).classes == expected)
    #expect(try alphabet(model, .model).classes == expected)
    #expect(try alphabet(model, .model, nil).classes == expected)
    #expect { try alphabet(bare, .model) } throws: {
      LegibleError.Code.dictionaryMismatch ~= $0 && "\($0)".contains("no inference.yml")
    }
    let yaml = try put("inference.yml", Array("PostProcess:\n  character_dict:\n  - 一\n  - 🇩🇪\n".utf8))
    #expect(try alphabet(bare, .model).classes == expected)
    #expect(try alphabet(bare, .file(yaml)).classes == expected)
    for source in [AlphabetSource.file(lines), .labels(["一", "🇩🇪"]), .model] {
      #expect { try alphabet(model, source, 9) } throws: { error in
        LegibleError.Code.dictionaryMismatch ~= error && "\(error)".contains("9 classes")
      }
    }
  }

  @Test func aFolderWithoutADictionaryTakesTheModelsOwn() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "legible-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appending(path: "my_rec.onnx"))
    #expect(try OCRModel(folder: folder.path).recognition?.alphabet == .model)
    try Data().write(to: folder.appending(path: "my_dict.txt"))
    #expect(
      try OCRModel(folder: folder.path).recognition?.alphabet.path == folder.appending(path: "my_dict.txt").path)
  }

  @Test(arguments: ["/dev/zero", "/dev", "none.txt", "none.yml"]) func whatIsNoFileIsNoDictionary(path: String) {
    #expect { try Alphabet(contentsOf: path, classCount: nil) } throws: { LegibleError.Code.modelNotFound ~= $0 }
  }

  @Test func aRecogniserWithOtherClassesIsRefused() throws {
    let network = ColorScript.recognizer()
    let short = try Alphabet(lines: ["a"], classCount: nil, source: "x")
    #expect { try LineRecognizer(network: network, alphabet: short, source: "rec.onnx") } throws: {
      LegibleError.Code.dictionaryMismatch ~= $0 && "\($0)".contains("8 classes") && "\($0)".contains("makes 3")
    }
  }

  @Test func aRecogniserWhoseColumnsDoNotFitItsWidthIsRefused() throws {
    let network = FakeModel(input: [1, 48, 320, 3], output: [1, 39, 8]) { _, _ in ([1, 39, 8], []) }
    #expect { try LineRecognizer(network: network, alphabet: ColorScript.alphabet, source: "rec.onnx") } throws: {
      LegibleError.Code.unsuitableModel ~= $0 && "\($0)".contains("320 pixels") && "\($0)".contains("39 columns")
    }
  }
}
