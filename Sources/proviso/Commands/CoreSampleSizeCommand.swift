internal import ArgumentParser
internal import Auditor

struct CoreSampleSizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample-size",
    abstract:
      "Says how many people an experiment needs to find a difference of rates, or its power with those there are.",
    discussion: """
      For example:
        proviso core sample-size --base 0.10 --target 0.12                   3,835 people in each arm
        proviso core sample-size --base 0.10 --target 0.12 --per-arm 2000    with which power
        proviso core sample-size --base 0.10 --target 0.12 --treatments 3    three against one control
      """)

  @Option(help: "The rate of the control, such as 0.10.") var base: Double
  @Option(help: "The rate that is hoped for, such as 0.12.") var target: Double
  @Option(help: "The probability of finding the difference if it is there.") var power = 0.8
  @Option(help: "The probability of finding none where there is none.") var confidence = 0.95
  @Option(help: "Treatments against one control.") var treatments = 1
  @Option(help: "The people that there are in each arm.") var perArm: Int?
  @Flag(help: "Print JSON.") var json = false

  private var task: SampleSizeTask {
    var task = SampleSizeTask(base: base, target: target)
    (task.power, task.confidence, task.treatments, task.perArm) = (power, confidence, treatments, perArm)
    return task
  }

  func validate() throws {
    guard task.table() == nil else { return }
    throw ValidationError(
      "--base and --target are two different rates from 0 to 1, --power lies between 1 - confidence and 1, and --per-arm "
        + "and --treatments are above 0")
  }

  func run() throws {
    guard let table = task.table() else { return }
    try Terminal.print(json ? table.json : table.text)
  }
}
