import Failure
import LegibleTesting
import Testing

@testable import Legible

/// Options that make no sense are refused; those that may be meant are understood.
@Suite struct OptionTests {
  @Test(arguments: [Float.nan, -1, 1.01, .infinity]) func aMinimumScoreIsAScore(score: Float) throws {
    let reader = try ColorScript.reader(threads: 1)
    let page = Image(size: Size(width: 300, height: 100))
    #expect {
      try reader.read(page, options: RecognitionOptions(minimumScore: score))
    } throws: {
      LegibleError.Code.invalidArgument ~= $0 && "\($0)".contains("minimum score is")
    }
  }

  /// Only what is wrong is named.
  @Test func aWrongThresholdIsNamed() throws {
    let reader = try ColorScript.reader(threads: 1)
    let page = Image(size: Size(width: 300, height: 100))
    #expect {
      try reader.read(page, options: RecognitionOptions(detection: DetectionOptions(unclipRatio: 11)))
    } throws: {
      "\($0)".contains("unclip ratio is 11") && !"\($0)".contains("threshold")
    }
  }

  @Test(arguments: [
    ("zh", "zh-Hans"), ("zh-Hans-CN", "zh-Hans"), ("zh_Hant_TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-SG", "zh-Hans"),
    ("zh-Hans-HK", "zh-Hans"), ("ch", "zh-Hans"), ("nb-NO", "no"), ("nn", "no"), ("no-NO", "no"), ("pt-BR", "pt"),
    ("sr-Latn-RS", "sr-Latn"), ("sr_latn", "sr-Latn"), ("sr-RS", "sr"), ("sr-Cyrl-RS", "sr"), ("EN", "en"),
  ])
  func localesNameLanguages(code: String, expected: String) {
    #expect(Language(code: code)?.code == expected)
  }

  @Test(arguments: ["", "-", "xx", "hans", "chinese", "-en"]) func otherNamesAreNone(code: String) {
    #expect(Language(code: code) == nil)
  }
}
