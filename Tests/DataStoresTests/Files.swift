import Foundation

func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
