import Testing

@testable import Auditor

@Suite struct MemorySizeTests {
  @Test(arguments: [
    ("16M", 16 << 20), ("2G", 2 << 30), ("2g", 2 << 30), ("20000K", 20000 << 10), ("16777216", 16 << 20),
  ])
  func `a size is a number with a unit of 1024`(text: String, bytes: Int) {
    #expect(MemorySize(text)?.bytes == bytes)
  }

  @Test(arguments: [
    "", "M", "0", "-1G", "1.5G", "2 G", "2GB", "15M", "16777215", "9223372036854775807G", "99999999999999999999",
  ])
  func `anything else, and less than 16 MiB, is no size`(text: String) {
    #expect(MemorySize(text) == nil)
  }
}
