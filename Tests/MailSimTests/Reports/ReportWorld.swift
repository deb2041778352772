@testable import MailSim

/// A morning at CSIM with something of everything: a roamer, a refusal, a bounce, a sealed message.
enum ReportWorld {
  static let alice = SmallWorld.alice
  static let bob = SmallWorld.bob

  static var scenario: Scenario {
    var world = SmallWorld()
    world.scenario.title = "A student sends mail from a hotel"
    world.scenario.file = "hotel.yaml"
    world.scenario.fingerprint = "0123456789abcdef"
    world.scenario.seed = 7
    world.scenario.startSeconds = 1_767_258_000  // 2026-01-01 09:00 UTC
    world.scenario.lesson.question = "Who may use the window besides Alice?"
    world.scenario.lesson.answer = "Everybody who shares her address."
    world.scenario.people[alice].title = "Alice A. Student"
    world.scenario.people[bob].retrieval.habit = .unknown
    world.scenario.servers[0].policy = world.scenario.servers[0].policy.standing(
      at: ConfigurationPosition(file: "hotel.yaml", line: 6))
    play(in: &world)
    return world.scenario
  }

  private static func play(in world: inout SmallWorld) {
    world.login(at: .after(.minutes(5)))
    world.mail(at: .after(.minutes(19)), to: "bob@example.org") { $0.subject = "Hello" }
    world.mail(at: .after(.minutes(20)), to: "dave@example.org", "carol@cs.ait.ac.th") {
      $0.subject = "Grüße"
    }
    world.mail(at: .after(.minutes(21)), from: bob, to: "alice@cs.ait.ac.th") {
      $0.endToEnd = .openPGP
    }
    world.mail(at: .after(.minutes(22)), from: bob, to: "x@nowhere.example")
    world.login(at: .after(.minutes(30)))
    let titles = [
      "alice reads mail by POP3", "mail alice -> bob@example.org",
      "mail alice -> dave@example.org, carol@cs.ait.ac.th", "mail bob -> alice@cs.ait.ac.th",
      "mail bob -> x@nowhere.example", "alice reads mail by POP3",
    ]
    for (row, title) in titles.enumerated() {
      world.scenario.steps[row].title = title
      world.scenario.steps[row].position = SourcePosition(
        file: "hotel.yaml", line: 20 + 3 * row, column: 5)
    }
  }

  static var trace: Trace { Simulation(scenario).run() }
}
