public import ArgumentParser
public import Auditor
public import GovernanceModel

// Values of the floors below as the command line spells them.

extension ReportFormat: ExpressibleByArgument {}

extension Severity: ExpressibleByArgument {}

extension MemorySize: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension TimeLimit: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension SinceRequest: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension AuditStrategy: ExpressibleByArgument {}
