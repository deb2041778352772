import Foundation
import MailSim

/// A workload: made once for a size, then asked to do a number of pieces of work.
struct Workload: Sendable {
  /// What came of the work, in a word without blanks, and the events it took.
  struct Work {
    var result: String
    var events = 0

    init(_ result: String, events: Int = 0) {
      self.result = result
      self.events = events
    }
  }

  typealias Step = (Int) -> Work

  /// A tenth of the work is done before, unmeasured.
  var warmsUp = true
  /// The processor's time hardly hangs on what else the machine does; only what uses several
  /// threads is timed by the clock on the wall.
  var clock = CLOCK_PROCESS_CPUTIME_ID
  let make: @Sendable (_ size: Int) -> Step

  static let all: [String: Workload] = [
    "hold": hold, "department": department,
    "dialogue": dialogue, "statistics": statistics,
    "month": month, "queued": queued, "replications": replications,
    "decide": decide, "networks": networks, "addresses": addresses,
    "parse": parse, "draw": draw,
  ]
}

// MARK: The engine

extension Workload {
  /// So many pending events; a piece is one taken out and put back.
  static let hold = Workload { pending in
    var model = HoldModel(pending: pending, seed: 1)
    return { Work("\(model.run(steps: $0))", events: $0) }
  }

  /// So many users; a piece is a message. The fates stand as the peers print them.
  static let department = Workload { users in
    var department = RoamingDepartment(users: users, seed: 1)
    return { messages in
      let before = department.eventCount
      department.run(messages: messages)
      let fates = department.fates
      let counts = [fates.submitted, fates.refused, fates.delivered, fates.deferred, fates.bounced]
      return Work(
        counts.map(String.init).joined(separator: "/"), events: department.eventCount - before)
    }
  }
}

// MARK: Whole runs

extension Workload {
  /// A piece is one message from its author to the recipient's mailbox: two SMTP dialogues.
  static let dialogue = Workload { users in
    { messages in
      let trace = Simulation(Department.writers(users, messages: messages)).run()
      return Work("\(trace.fates.count { $0.outcome == .delivered })/\(trace.connections.count)")
    }
  }

  /// The same messages, counted while they pass: nothing is kept of what is over.
  static let statistics = Workload { users in
    { messages in
      let run = Simulation(Department.writers(users, messages: messages)).measureWithCost()
      return Work(
        "\(run.measures.summary.delivered)/\(run.measures.connections)", events: run.events)
    }
  }

  /// So many users, of whom each writes 67 messages a day and reads every ten minutes; a piece is
  /// a day of the whole department.
  static let month = Workload(warmsUp: false) { users in
    { days in
      let run = Simulation(Department.atWork(users, days: days)).measureWithCost()
      let summary = run.measures.summary
      return Work(
        "\(summary.messages)/\(summary.delivered)/\(run.measures.connections)", events: run.events)
    }
  }

  /// A piece is a message that cannot leave: its next server is down.
  static let queued = Workload(warmsUp: false) { users in
    { messages in
      let run = Simulation(Department.cutOff(users, messages: messages)).measureWithCost()
      return Work("\(run.measures.summary.queued)", events: run.events)
    }
  }

  /// So many threads; a piece is one replication of a day of fifty users.
  static let replications = Workload(warmsUp: false, clock: CLOCK_MONOTONIC) { threads in
    let simulation = Simulation(Department.atWork(50, days: 1))
    return { count in
      var sums: [Int] = []
      Replications(0..<count, threads: threads).run {
        simulation.measure(replication: $0)
      } consume: { _, measures in
        sums.append(measures.summary.delivered)
        return true
      }
      // The order belongs to the result.
      return Work("\(sums.reduce(0) { $0 &* 31 &+ $1 })")
    }
  }
}

// MARK: Policies, scenarios and pictures

extension Workload {
  static let decide = Workload { _ in
    let policy = RelayPreset.csim.policy(.teachingWorld)
    let questions = Questions.all
    return { count in
      let accepted = (0..<count).reduce(0) { sum, number in
        sum + (policy.decide(questions[number % questions.count]).verdict == .accept ? 1 : 0)
      }
      return Work("\(accepted)")
    }
  }

  /// A table of so many networks, read from the first octet and proven.
  static let networks = Workload { rows in
    let files = PolicyFiles(rows: rows, kind: "cidr") { row in
      "10.\(row >> 16 & 255).\(row >> 8 & 255).\(row & 255)/32 REJECT"
    }
    return { count in Work("\((0..<count).reduce(0) { sum, _ in sum + files.proven() })") }
  }

  static let addresses = Workload { rows in
    let files = PolicyFiles(rows: rows, kind: "texthash") { "user\($0)@example.org REJECT" }
    return { count in Work("\((0..<count).reduce(0) { sum, _ in sum + files.proven() })") }
  }

  static let parse = Workload { _ in
    { count in
      let steps = (0..<count).reduce(0) { sum, _ in
        let scenario = try? ScenarioReader.read(ScenarioTemplate.text, file: "template.yaml")
        return sum + (scenario?.steps.count ?? 0)
      }
      return Work("\(steps)")
    }
  }

  /// The encryption figure of the scenario that `mailsim new` writes, laid out by Graphviz.
  static let draw = Workload { _ in
    let scenario = try? ScenarioReader.read(ScenarioTemplate.text, file: "template.yaml")
    return { count in
      let octets = (0..<count).reduce(0) { sum, _ in
        guard let scenario,
          let graph = try? Diagram.encryption.graph(of: Simulation(scenario).run()),
          let picture = try? Graphviz.render(graph, as: .svg)
        else { fatalError("the template can be drawn") }
        return sum + picture.count
      }
      return Work("\(octets)")
    }
  }
}
