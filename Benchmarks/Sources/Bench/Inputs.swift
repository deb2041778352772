import MailSim

/// A department whose users write to the outside as often as they can.
enum Department {
  static func scenario(users: Int, messages: Int) -> Scenario {
    let each = max(1, messages / users)
    let people = (0..<users).map {
      "  p\($0): {site: csim, mailbox: p\($0)@cs.ait.ac.th}"
    }.joined(separator: "\n")
    let names = (0..<users).map { "p\($0)" }.joined(separator: ", ")
    let text = """
      mailsim: 1
      title: A department
      sites:
        csim: {ours: yes, networks: 10.0.0.0/8}
        org: {networks: 198.51.100.0/24}
      servers:
        mail: {host: mail.cs.ait.ac.th, site: csim, domains: cs.ait.ac.th}
        far: {host: mx.example.org, site: org, domains: example.org}
      people:
      \(people)
      traffic:
        all: {from: [\(names)], to: bob@example.org, every: {exponential: 1m}, limit: \(each)}
      run: \(each * 3 + 60)m
      """
    do {
      return try ScenarioReader.read(text, file: "department.yaml")
    } catch {
      fatalError(error.description)
    }
  }
}

/// Questions of every kind to a relay policy.
enum Questions {
  static let all: [RelayFacts] = {
    let clients = ["192.0.2.7", "203.0.113.9", "2001:db8:ca::7"].compactMap { IPAddress($0) }
    let senders = ["alice@cs.ait.ac.th", "x@example.org"].map { Mailbox($0) } + [nil]
    let recipients = ["alice@cs.ait.ac.th", "bob@example.org", "v%x.example@cs.ait.ac.th"]
      .compactMap { Mailbox($0) }
    return clients.flatMap { client in
      senders.flatMap { sender in
        recipients.map { recipient in
          RelayFacts(client: .init(address: client), reversePath: sender, forwardPath: recipient)
        }
      }
    }
  }()
}

/// A policy with a table of so many networks.
enum Tables {
  static func policy(rows: Int) -> RestrictionPolicy {
    var policy = RelayPreset.csim.restrictions()
    let networks = (0..<rows).compactMap { row in
      IPNetwork("10.\(row >> 16 & 255).\(row >> 8 & 255).\(row & 255)/32").map {
        NetworkTable.Row($0, entry: .init(row % 3 == 0 ? "OK" : "REJECT"))
      }
    }
    let table = LookupTable(name: "cidr:clients", content: .networks(NetworkTable(networks)))
    policy.lists[.client] = [
      Restriction(.access(.client, table), name: "check_client_access cidr:clients")
    ]
    return policy
  }
}
