import Failure
import LegibleWeb
import Testing

@Suite struct WebAddressTests {
  @Test(
    arguments: [
      (":8080", "127.0.0.1", 8080), ("8080", "127.0.0.1", 8080), (":0", "127.0.0.1", 0), ("0.0.0.0:80", "0.0.0.0", 80),
      ("[::1]:8080", "::1", 8080), ("[::]:65535", "::", 65535), ("localhost:9", "localhost", 9),
      ("my-pc.local:8080", "my-pc.local", 8080), ("192.168.1.20:8080", "192.168.1.20", 8080),
    ]) func `reads what people write`(text: String, host: String, port: Int) throws
  {
    #expect(try WebAddress(text) == WebAddress(host: host, port: port))
  }

  @Test(
    arguments: [
      ("", "no port"), (":", "no port"), ("0.0.0.0", "no port"), ("localhost", "no port"), (":http", "no port, which"),
      (":65536", "65535"), (":-1", "no port"), ("::1:8080", "brackets"), ("[x]:80", "brackets"),
      ("http://127.0.0.1:8080", "without http://"), (":8080/", "without a path"), ("300.1.1.1:80", "0 to 255"),
      ("1.2.3:80", "four numbers"), ("a b:80", "letters"), (":٣", "no port"), (":99999999999999999999", "no port"),
    ]) func `says what is wrong and what to write`(text: String, reason: String) throws
  {
    let error = try #require(throws: LegibleError.self) { try WebAddress(text) }
    #expect(error.code == .invalidArgument)
    #expect(error.message.hasPrefix("\(text): "))
    #expect(error.message.contains(reason))
    #expect(error.message.contains("[::1]:8080"))
  }

  @Test(
    arguments: [
      ("0.0.0.0:80", "http://127.0.0.1:80/"), ("[::]:80", "http://[::1]:80/"), ("[::1]:8080", "http://[::1]:8080/"),
      ("pc.local:8080", "http://pc.local:8080/"),
    ]) func `gives a browser of this machine something to open`(text: String, url: String) throws
  {
    #expect(try WebAddress(text).url == url)
  }
}
