import MailSim

/// A workload: made once for a size, then asked to do a number of pieces of work.
enum Workload {
  typealias Step = (Int) -> UInt64

  static let all: [String: @Sendable (Int) -> Step] = [
    "hold": { pending in
      var model = HoldModel(pending: pending, seed: 1)
      return { model.run(steps: $0) }
    },
    "department": { users in
      // A number made of all fates: two programs that did the same say the same.
      var department = RoamingDepartment(users: users, seed: 1)
      department.run(messages: users)
      return { messages in
        department.run(messages: messages)
        return department.fates.submitted &* 31 &+ department.fates.refused
      }
    },
    "dialogue": { users in
      // Each piece is one message from its author to the recipient's mailbox: two dialogues.
      { messages in
        let scenario = Department.scenario(users: users, messages: messages)
        let trace = Simulation(scenario).run()
        return UInt64(trace.fates.count { $0.outcome == .delivered })
      }
    },
    "statistics": { users in
      // The same messages, counted while they pass: nothing is kept of what is over.
      { messages in
        let scenario = Department.scenario(users: users, messages: messages)
        return UInt64(Simulation(scenario).measure().summary.delivered)
      }
    },
    "decide": { _ in
      let policy = RelayPreset.csim.policy(.teachingWorld)
      let questions = Questions.all
      return { count in
        var accepted: UInt64 = 0
        for number in 0..<count {
          if policy.decide(questions[number % questions.count]).verdict == .accept { accepted += 1 }
        }
        return accepted
      }
    },
    "networks": { rows in
      let files = PolicyFiles(rows: rows, kind: "cidr") { row in
        "10.\(row >> 16 & 255).\(row >> 8 & 255).\(row & 255)/32 REJECT"
      }
      return { count in (0..<count).reduce(0) { sum, _ in sum + files.proven() } }
    },
    "addresses": { rows in
      let files = PolicyFiles(rows: rows, kind: "texthash") { "user\($0)@example.org REJECT" }
      return { count in (0..<count).reduce(0) { sum, _ in sum + files.proven() } }
    },
    "parse": { _ in
      { count in
        var steps: UInt64 = 0
        for _ in 0..<count {
          let scenario = try? ScenarioReader.read(ScenarioTemplate.text, file: "template.yaml")
          steps += UInt64(scenario?.steps.count ?? 0)
        }
        return steps
      }
    },
  ]
}
