/// A language and the letters that its texts need, so that a model's alphabet can be asked whether it writes them.
public struct Language: Hashable, Sendable {
  /// The code: ISO 639-1, with a script where it takes one: `en`, `zh-Hant`.
  public let code: String
  /// The name in English.
  public let name: String
  /// The letters its texts need beside A–Z and a–z; for Chinese and Japanese, frequent characters.
  public let letters: String

  /// A language of a code, whatever its case, as locales are named: language, script, region (`zh-Hans-CN`, `zh_Hant_TW`, `sr-Latn`).
  ///
  /// `zh` is `zh-Hans`, but where it is written traditionally (`zh-TW`, `zh-HK`, `zh-MO`); other regions (`pt-BR`) are left off, and scripts
  /// that `all` does not list. Nil for languages that it does not list.
  public init?(code: String) {
    var parts = code.lowercased().split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }.map(String.init)
    switch parts[0] {
    case "nb", "nn": parts[0] = "no"
    case "ch" where parts.count == 1: parts = ["zh", "hans"]
    case "zh" where !parts.contains("hans"):
      parts = ["zh", parts.contains(where: ["hant", "tw", "hk", "mo"].contains) ? "hant" : "hans"]
    default: break
    }
    let names = [parts.prefix(2).joined(separator: "-"), parts[0]]
    let found = names.lazy.compactMap { name in Self.all.first { $0.code.lowercased() == name } }.first
    guard let found else { return nil }
    self = found
  }

  private init(_ code: String, _ name: String, _ letters: String = "", cased: Bool = true) {
    self.code = code
    self.name = name
    // ß and ı have capitals that are plain letters.
    let capitals = cased ? letters.uppercased().filter { !letters.contains($0) && $0 != "S" && $0 != "I" } : ""
    self.letters = letters + capitals
  }

  /// The letters of the language that an alphabet lacks; empty where the alphabet writes the language.
  public func missingLetters(in alphabet: Alphabet) -> [Character] {
    let known = Set(alphabet.classes)
    return letters.filter { !known.contains(String($0)) }
  }

  /// The languages of `all` that an alphabet writes.
  public static func written(by alphabet: Alphabet) -> [Language] {
    let known = Set(alphabet.classes)
    return all.filter { $0.letters.allSatisfy { known.contains(String($0)) } }
  }

  /// Every language that has a code here, whether or not a model writes it. The letters are those of Unicode's CLDR
  /// ("main exemplar characters") without those that only foreign words need.
  public static let all: [Language] = [
    // Han and kana: characters that nearly every page of the language has.
    Language("zh-Hans", "Chinese, simplified", "的一是不了人我在有他这为之来以个中上们到说国和地也子时道出会三要于下得可你年", cased: false),
    Language("zh-Hant", "Chinese, traditional", "的一是不了人我在有他這為之來以個中上們到說國和地也子時道出會三要於下得可你年", cased: false),
    Language(
      "ja", "Japanese",
      "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
        + "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
        + "がぎぐげござじずぜぞだでどばびぶべぼぱぴぷぺぽっゃゅょガギグゲゴザジズゼゾダデドバビブベボパピプペポッャュョー日本人年大",
      cased: false),
    // Latin letters.
    Language("en", "English"),
    Language("af", "Afrikaans", "áâèéêëîïôöúû"),
    Language("az", "Azerbaijani", "çəğıİöşü"),
    Language("bs", "Bosnian", "čćđšž"),
    Language("ca", "Catalan", "àçèéíïòóúü"),
    Language("cs", "Czech", "áčďéěíňóřšťúůýž"),
    Language("cy", "Welsh", "áàâäéèêëìîïóòôöùûüẃẁŵẅýỳŷÿ".filter { !"ẃẁẅỳ".contains($0) }),
    Language("da", "Danish", "æøå"),
    Language("de", "German", "äöüß"),
    Language("eo", "Esperanto", "ĉĝĥĵŝŭ"),
    Language("es", "Spanish", "áéíñóúü"),
    Language("et", "Estonian", "äõöüšž"),
    Language("eu", "Basque", "çñ"),
    Language("fi", "Finnish", "äåö"),
    Language("fr", "French", "àâæçèéêëîïôœùûüÿ"),
    Language("ga", "Irish", "áéíóú"),
    Language("gl", "Galician", "áéíñóúü"),
    Language("hr", "Croatian", "čćđšž"),
    Language("hu", "Hungarian", "áéíóöőúüű"),
    Language("id", "Indonesian"),
    Language("is", "Icelandic", "áæðéíóöþúý"),
    Language("it", "Italian", "àèéìòóù"),
    Language("ku", "Kurdish", "çêîşû"),
    Language("la", "Latin", "āēīōū"),
    Language("lb", "Luxembourgish", "äéë"),
    Language("lt", "Lithuanian", "ąčęėįšųūž"),
    Language("lv", "Latvian", "āčēģīķļņšūž"),
    Language("mi", "Maori", "āēīōū"),
    Language("ms", "Malay"),
    Language("mt", "Maltese", "àċèġħìòùż"),
    Language("nl", "Dutch", "áäéèëíïóöúü"),
    Language("no", "Norwegian", "àæéêóôøå"),
    Language("oc", "Occitan", "àáçèéíïòóúü"),
    Language("pl", "Polish", "ąćęłńóśźż"),
    Language("pt", "Portuguese", "àáâãçéêíóôõú"),
    Language("ro", "Romanian", "ăâîșț"),
    Language("sk", "Slovak", "áäčďéíĺľňóôŕšťúýž"),
    Language("sl", "Slovenian", "čšž"),
    Language("sq", "Albanian", "çë"),
    Language("sr-Latn", "Serbian, Latin script", "čćđšž"),
    Language("sv", "Swedish", "åäöé"),
    Language("sw", "Swahili"),
    Language("tl", "Tagalog", "ñ"),
    Language("tr", "Turkish", "çğıİöşü"),
    Language("uz", "Uzbek"),
    Language("vi", "Vietnamese", "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"),
    // Other scripts.
    Language("ar", "Arabic", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", cased: false),
    Language("be", "Belarusian", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    Language("bg", "Bulgarian", "абвгдежзийклмнопрстуфхцчшщъьюя"),
    Language("bn", "Bengali", "অআইঈউঊএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ", cased: false),
    Language("el", "Greek", "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώ"),
    Language("fa", "Persian", "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی", cased: false),
    Language("he", "Hebrew", "אבגדהוזחטיכלמנסעפצקרשתךםןףץ", cased: false),
    Language("hi", "Hindi", "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह", cased: false),
    Language("hy", "Armenian", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆ", cased: false),
    Language("ka", "Georgian", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", cased: false),
    Language("kk", "Kazakh", "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"),
    Language("kn", "Kannada", "ಅಆಇಈಉಊಎಏಐಒಓಕಖಗಘಚಛಜಝಟಠಡಢಣತಥದಧನಪಫಬಭಮಯರಲವಶಷಸಹಳ", cased: false),
    Language("ko", "Korean", "가나다라마바사아자차카타파하이은는을를에의도로고지한", cased: false),
    Language("mk", "Macedonian", "абвгдѓежзѕијклљмнњопрстќуфхцчџш"),
    Language("mn", "Mongolian", "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"),
    Language("ru", "Russian", "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    Language("sr", "Serbian, Cyrillic script", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    Language("ta", "Tamil", "அஆஇஈஉஊஎஏஐஒஓகஙசஞடணதநபமயரலவழளறன", cased: false),
    Language("te", "Telugu", "అఆఇఈఉఊఎఏఐఒఓకఖగఘచఛజఝటఠడఢణతథదధనపఫబభమయరలవశషసహ", cased: false),
    Language("th", "Thai", "กขคฆงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮ", cased: false),
    Language("uk", "Ukrainian", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
    Language("ur", "Urdu", "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنوہھیے", cased: false),
  ]
}
