import Digests
import Testing

@Suite struct SealingTests {
  private let key = PseudonymKey(Array(0..<32))

  @Test(arguments: [0, 1, 15, 16, 17, 1000]) func `what was sealed is opened again`(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let sealed = try #require(key.sealed(bytes))
    #expect(key.opened(sealed) == bytes)
    // The nonce of 12 bytes and the tag of 16.
    #expect(sealed.count == count + 28)
    #expect(key.sealed(bytes) == sealed)
  }

  @Test func `another key, another bit, or another length opens nothing`() throws {
    let sealed = try #require(key.sealed(Array("alice@example.org".utf8)))
    #expect(PseudonymKey(Array(1..<33)).opened(sealed) == nil)
    for place in sealed.indices {
      var changed = sealed
      changed[place] ^= 1
      #expect(key.opened(changed) == nil)
    }
    #expect(key.opened(Array(sealed.dropLast())) == nil && key.opened([]) == nil)
  }

  @Test func `different texts have different nonces, and no text shows`() throws {
    let (one, other) = (try #require(key.sealed([1])), try #require(key.sealed([2])))
    #expect(one.prefix(12) != other.prefix(12))
    let canary = Array("canary-canary".utf8)
    let sealed = try #require(key.sealed(canary))
    #expect(!sealed.indices.contains { sealed[$0...].starts(with: canary) })
  }
}
