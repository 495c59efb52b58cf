internal import Glibc

/// A regular file, opened for reading, and what identifies its present state.
@safe struct OpenFile: ~Copyable {
  /// Device, inode, size, and the time of the last change in nanoseconds.
  struct Identity: Hashable, Sendable {
    let device: UInt
    let inode: UInt
    let size: Int
    let modified: Int
  }

  private let descriptor: Int32
  let identity: Identity

  /// Throws `notFound`, `notAFile`, `denied` or `failed`; never waits for the other end of a pipe.
  init(path: String) throws(StoreError) {
    guard !path.utf8.contains(0) else { throw .notFound(path: "") }
    let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(errno, path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw Self.failure(code, path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile(path: path)
    }
    self.descriptor = descriptor
    identity = Identity(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      modified: Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec))
  }

  deinit { close(descriptor) }

  /// The first bytes of the file, fewer when it is shorter.
  func first(_ count: Int) -> [UInt8] {
    let found = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        guard let base = buffer.baseAddress else { break }
        let got = unsafe pread(descriptor, base + filled, count - filled, off_t(filled))
        guard got > 0 else { break }
        filled += got
      }
    }
    return found
  }

  private static func failure(_ code: Int32, _ path: String) -> StoreError {
    switch code {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case EACCES, EPERM: .denied(path: path)
    case EISDIR, ENXIO, ELOOP: .notAFile(path: path)
    default: .failed(code: Int(code), detail: unsafe String(cString: strerror(code)))
    }
  }
}
