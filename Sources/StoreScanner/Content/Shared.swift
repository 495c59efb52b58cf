/// A value that several operators of a pass share; used by one thread.
final class Shared<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
