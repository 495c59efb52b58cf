internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension NativeReader {
  mutating func journey(
    _ fields: inout MappingReader, _ rule: inout Rule, _ segments: [String: Predicate]
  ) -> TacticPlan? {
    let start = fields.optionalText("start", &problems)
    let nodes = list("steps", &fields)
    let exit = fields.optional("exit").flatMap { condition($0, &rule, segments) }
    let goal = fields.optionalText("goal", &problems)
    let quiet = fields.optional("quietHours").flatMap { quietHours($0) }
    var steps: [JourneyPlan.Step] = []
    for node in nodes {
      guard var step = MappingReader(node, "a step", &problems) else { continue }
      let id = unique(step.required("id", &problems), among: steps.map(\.id))
      let send = step.text("send", &problems)
      let waitNode = step.optional("wait")
      let wait = waitNode?.readPeriod("wait", &problems) ?? .zero
      if let waitNode, steps.isEmpty, start == nil, wait != .zero {
        problems.error("the first step waits for nothing unless the journey has a `start`", at: waitNode)
      }
      let when = step.optional("when").flatMap { condition($0, &rule, segments) }
      step.finish(&problems)
      guard let id, let send else { continue }
      steps.append(.init(id: id, send: send, wait: wait, when: when))
    }
    return .journey(JourneyPlan(start: start, steps: steps, exit: exit, goal: goal, quietHours: quiet))
  }

  mutating func onboarding(_ fields: inout MappingReader) -> TacticPlan? {
    let (start, goal) = (fields.text("start", &problems), fields.text("goal", &problems))
    let within = fields.period("within", &problems) ?? CalendarPeriod(days: 30)
    var steps: [OnboardingPlan.Step] = []
    for node in list("steps", &fields) {
      guard var step = MappingReader(node, "a step", &problems) else { continue }
      let id = unique(step.required("id", &problems), among: steps.map(\.id))
      let (show, until) = (step.text("show", &problems), step.text("until", &problems))
      step.finish(&problems)
      guard let id, let show, let until else { continue }
      steps.append(.init(id: id, show: show, until: until))
    }
    guard let start, let goal else { return nil }
    return .onboarding(OnboardingPlan(start: start, goal: goal, within: within, steps: steps))
  }

  mutating func service(
    _ fields: inout MappingReader, _ rule: inout Rule, _ segments: [String: Predicate]
  ) -> TacticPlan? {
    let contact = fields.optionalText("contact", &problems) ?? "contact"
    let period = fields.period("repeatWithin", &problems) ?? CalendarPeriod(days: 7)
    let onRepeat = fields.optional("onRepeat").flatMap { play($0, among: [], &rule, segments) }
    var plays: [ServicePlan.Play] = []
    for node in list("plays", &fields) {
      if let play = play(node, among: plays.map(\.id), &rule, segments) { plays.append(play) }
    }
    return .service(ServicePlan(contact: contact, repeatWithin: period, onRepeat: onRepeat, plays: plays))
  }

  private mutating func play(
    _ node: Node, among known: [String], _ rule: inout Rule, _ segments: [String: Predicate]
  ) -> ServicePlan.Play? {
    guard var play = MappingReader(node, "a play", &problems) else { return nil }
    let id = unique(play.required("id", &problems), among: known)
    let advise = play.text("advise", &problems)
    let when = play.optional("when").flatMap { condition($0, &rule, segments) }
    play.finish(&problems)
    guard let id, let advise else { return nil }
    return .init(id: id, advise: advise, when: when)
  }

  /// The elements of a list that must not be empty.
  private mutating func list(_ key: String, _ fields: inout MappingReader) -> [Node] {
    guard let node = fields.required(key, &problems) else { return [] }
    if let elements = node.elements, !elements.isEmpty { return elements }
    problems.error("`\(key)` is a list of at least one; found \(node.elements == nil ? node.kind : "none")", at: node)
    return []
  }

  private mutating func unique(_ node: Node?, among known: [String]) -> String? {
    guard let node, let id = node.readText("id", &problems) else { return nil }
    if known.contains(id) { problems.error("`\(id)` stands twice", at: node) }
    return id
  }

  /// `{from: "21:00", until: "08:00", zone: Europe/Paris}`.
  private mutating func quietHours(_ node: Node) -> QuietHours? {
    guard var fields = MappingReader(node, "`quietHours`", &problems) else { return nil }
    let from = fields.required("from", &problems).flatMap { timeOfDay($0, "from") }
    let until = fields.required("until", &problems).flatMap { timeOfDay($0, "until") }
    let zone = fields.optionalText("zone", &problems) ?? "UTC"
    fields.finish(&problems)
    guard let from, let until else { return nil }
    return QuietHours(from: from, until: until, zone: zone)
  }

  /// Minutes since midnight of `21:00`; YAML 1.1 readers of others see a number in it, so it is best quoted.
  private mutating func timeOfDay(_ node: Node, _ key: String) -> Int? {
    let parts = node.scalarText?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    if parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...23).contains(hour), (0...59).contains(minute)
    {
      return hour * 60 + minute
    }
    problems.error("`\(key)` is a time of day such as \"21:00\"", at: node)
    return nil
  }
}
