@testable import MailSim

/// A client, its HELO, and an envelope as it goes over the wire.
struct GeneratedCase: CustomStringConvertible {
  var address: IPAddress
  var name: String?
  var helo: String
  var login: String?
  var sender: String
  var recipients: [String]

  var description: String {
    "\(address) (\(name ?? "unknown")) HELO \(helo) login \(login ?? "-") "
      + "<\(sender)> to \(recipients.map { "<\($0)>" }.joined(separator: " "))"
  }

  private static let clients: [(String, String?)] = [
    ("192.0.2.10", "pc.cs.ait.ac.th"), ("192.0.2.255", nil), ("198.51.100.9", "client.example.org"),
    ("198.51.100.200", nil), ("203.0.113.77", "bad.example"), ("203.0.114.10", nil),
    ("192.0.3.0", "www.bad.example"), ("2001:db8:ca::9", nil),
    ("2001:db8:bad::9", "six.example.org"), ("2001:db8:cb::1", nil),
  ]
  private static let helos = [
    "client.example.org", "pc", "[192.0.2.10]", "bad.example", "mail.spam.example",
    "[IPv6:2001:db8::1]", "a_b.example",
  ]
  private static let senders = [
    "", "alice@cs.ait.ac.th", "a@example.org", "x@spam.example", "x@sub.spam.example",
    "list@example.net", "bob", "a+b@ok.example", "Alice@CS.AIT.AC.TH", "\"two words\"@example.org",
    "alice@[192.0.2.25]", "jos\u{e9}@example.org", "bob@cs.ait.ac.th", "alice@localhost",
    "@a.example:list@example.com",
  ]

  private static func domains(_ stream: inout RandomStream) -> String {
    let all = [
      "cs.ait.ac.th", "CS.ait.AC.th", "cs.ait.ac.th.", "mail.cs.ait.ac.th", "sub.cs.ait.ac.th",
      "notcs.ait.ac.th", "ait.ac.th", "example.net", "example.org", "partner.example",
      "sub.partner.example", "virt.example", "[192.0.2.25]", "[127.0.0.1]", "[198.51.100.9]",
      "[IPv6:2001:db8:ca::25]", "[IPv6:2001:DB8:ca:0::25]", "lab.cs.ait.ac.th", "localhost",
    ]
    return all[stream.below(all.count)]
  }

  private static func recipient(_ stream: inout RandomStream) -> String {
    let users = [
      "alice", "bob", "BOB", "postmaster", "nosuch", "user", "first.last", "bob+tag", "jos\u{e9}",
    ]
    let user = users[stream.below(users.count)]
    let here = domains(&stream)
    let there = ["example.net", "example.org", "cs.ait.ac.th", "partner.example"][stream.below(4)]
    switch stream.below(20) {
    case 0: return "\(user)%\(there)@\(here)"
    case 1: return "\(there)!\(user)@\(here)"
    case 2: return "\"\(user)@\(there)\"@\(here)"
    case 3: return "@\(there):\(user)@\(here)"
    case 4: return "@relay.example,@\(there):\(user)%\(there)@\(here)"
    case 5: return "\"\(user)\"@\(here)"
    case 6: return user
    case 7: return "\(there)!\(user)"
    case 8: return "\(user)%\(there)"
    case 9: return "\"\(user)@\(there)\""
    case 10: return "\(user)@\(there)@\(here)"
    case 11: return String(repeating: "u", count: [64, 65, 200][stream.below(3)]) + "@\(here)"
    case 12: return odd[stream.below(odd.count)]
    default: return "\(user)@\(here)"
    }
  }

  private static let odd = [
    "bob@cs..ait.ac.th", "bob@-cs.ait.ac.th", "bob smith@cs.ait.ac.th", "bob@192.0.2.25",
    "bob@[999.0.2.25]", "bob@\(String(repeating: "d", count: 64)).example",
    "bob@\(String(repeating: "d", count: 63)).example", "bob,alice@cs.ait.ac.th", "bob@",
    "\"two words\"@example.net",
  ]

  init(_ stream: inout RandomStream, namingPeopleBare: Bool) {
    let client = Self.clients[stream.below(Self.clients.count)]
    address = IPAddress(client.0) ?? IPAddress(bits: 0)
    name = client.1
    helo = Self.helos[stream.below(Self.helos.count)]
    let names: [String?] = [nil, nil, nil, "alice", "bob"]
    login = names[stream.below(names.count)]
    sender = Self.senders[stream.below(Self.senders.count)]
    recipients = []
    for _ in 0..<(stream.chance(0.8) ? 1 : 3) { recipients.append(Self.recipient(&stream)) }
    guard !namingPeopleBare else { return }
    if !sender.isEmpty, Mailbox(sender) == nil { sender = "list@example.net" }
    recipients = recipients.map { $0.hasSuffix("\"") || !$0.contains("@") ? "bob@example.net" : $0 }
  }

  /// Not ASCII, so the client asks for SMTPUTF8 (RFC 6531).
  var isInternational: Bool {
    ([sender] + recipients).contains { !$0.utf8.allSatisfy { $0 < 128 } }
  }
}
