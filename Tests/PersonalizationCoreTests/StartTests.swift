import Testing

@Suite struct StartTests { @Test func start() { #expect(Bool(true)) } }
