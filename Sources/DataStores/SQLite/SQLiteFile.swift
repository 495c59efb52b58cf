/// What the bytes of a file say before SQLite is asked (https://www.sqlite.org/fileformat2.html, section 1.3).
struct SQLiteFile {
  let path: String
  let identity: OpenFile.Identity
  /// In WAL mode with no log beside it: nobody has it open. It is then read as immutable, since SQLite would otherwise leave
  /// a `-wal` and a `-shm` file behind.
  let isSettledWAL: Bool
  let isWAL: Bool
  /// Texts are held in UTF-8 (and not in UTF-16).
  let isUTF8: Bool

  private static let magic = Array("SQLite format 3\0".utf8)

  /// Throws for everything that cannot be a readable database.
  init(inspecting path: String) throws(StoreError) {
    let file = try OpenFile(path: path)
    (self.path, identity) = (path, file.identity)
    guard identity.size > 0 else { throw .empty(path: path) }
    let head = file.first(4096)
    guard head.starts(with: Self.magic) else {
      throw Self.looksEncrypted(head, size: identity.size) ? .encrypted(path: path) : .notADatabase(path: path)
    }
    guard head.count >= 100 else { throw .corrupt(path: path, detail: "its header is cut off") }
    isWAL = head[18] == 2
    isUTF8 = head[56..<60].elementsEqual([0, 0, 0, 1])
    let logSize = isWAL ? try Self.size(of: path + "-wal") : 0
    isSettledWAL = isWAL && logSize == 0
  }

  /// True while nobody has written to the file since ``init(inspecting:)``.
  var isUnchanged: Bool {
    get throws(StoreError) { try OpenFile(path: path).identity == identity }
  }

  /// `file:` with every byte escaped that means something in a URI (https://www.sqlite.org/uri.html).
  var uri: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var escaped = Array("file:".utf8)
    if path.utf8.first == UInt8(ascii: "/") { escaped += Array("//".utf8) }
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: escaped.append(byte)
      default: escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: escaped, as: UTF8.self) + (isSettledWAL ? "?mode=ro&immutable=1" : "?mode=ro")
  }

  private static func size(of path: String) throws(StoreError) -> Int {
    do { return try OpenFile(path: path).identity.size } catch .notFound { return 0 } catch { throw error }
  }

  /// Whole pages of evenly spread bytes: a full page of ciphertext shows about 256 different bytes, none of them often.
  private static func looksEncrypted(_ head: [UInt8], size: Int) -> Bool {
    guard head.count >= 1024, size % 512 == 0 else { return false }
    var counts = [Int](repeating: 0, count: 256)
    for byte in head { counts[Int(byte)] += 1 }
    return (counts.max() ?? 0) * 32 < head.count && counts.count { $0 > 0 } > 200
  }
}
