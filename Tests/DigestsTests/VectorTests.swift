import Digests
import Testing

/// Published vectors, so that any other program computes the same names and seals.
@Suite struct VectorTests {
  @Test(
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func `SHA-256 as in the examples of NIST`(message: String, digest: String) {
    #expect(SHA256Digest.hexadecimal(of: Array(message.utf8)) == digest)
    #expect(hexadecimal(SHA256Digest.bytes(of: Array(message.utf8))) == digest)
  }

  struct MACCase: Sendable {
    let key: [UInt8]
    let data: [UInt8]
    let code: String
  }

  static let macCases = [
    MACCase(
      key: Array(repeating: 0x0B, count: 20), data: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    MACCase(
      key: Array("Jefe".utf8), data: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    MACCase(
      key: Array(repeating: 0xAA, count: 20), data: Array(repeating: 0xDD, count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    MACCase(
      key: Array(1...25), data: Array(repeating: 0xCD, count: 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    MACCase(
      key: Array(repeating: 0xAA, count: 131),
      data: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    MACCase(
      key: Array(repeating: 0xAA, count: 131),
      data: Array(
        "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
          .utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test(arguments: macCases)
  func `HMAC-SHA-256 as in RFC 4231`(vector: MACCase) {
    #expect(hexadecimal(PseudonymKey(vector.key).authenticationCode(of: vector.data)) == vector.code)
  }

  @Test func `UUID version 5 as in RFC 9562 appendix A.4`() {
    #expect(
      NameUUID(namespace: .dns, name: "www.example.com").description == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  /// Computed with Python's `uuid.uuid5(uuid.NAMESPACE_URL, "urn:proviso:report:1")`.
  @Test func `the namespace is the documented one`() {
    #expect(NameUUID.proviso.description == "c0fd0b93-7c6a-5ae3-ae7c-1b8b45709691")
  }
}
