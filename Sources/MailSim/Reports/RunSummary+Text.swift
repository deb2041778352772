extension RunSummary {
  /// A few lines for people: what became of the messages and how they were protected.
  public func text(style: Style = .plain) -> String {
    var rows = [
      ("messages", sentence([(messages, "written"), (notices, "written by servers")])),
      (
        "recipients",
        sentence(
          [
            (delivered, "delivered"), (bounced, "bounced"), (refused, "refused"),
            (queued, "still on the way"),
          ], besides: (forwarded, "forwarded on"))
      ),
      (
        "verdicts",
        sentence([(relayAccepted, "accept"), (relayRefused, "refuse"), (relayDeferred, "defer")])
      ),
      (
        "hops",
        sentence([
          (encryptedHops, "encrypted"), (plaintextHops, "plaintext"), (unknownHops, "not known"),
        ])
      ),
      (
        "on disk",
        restingPlaces == 0
          ? "nothing was stored"
          : "\(TextLayout.count(restingPlaces, "place")), \(readablePlaces) readable"
      ),
    ]
    if logins + authentications + failedLogins > 0 {
      let parts = [
        (logins, "to read mail"), (authentications, "by AUTH"), (failedLogins, "failed"),
      ]
      rows.append(("logins", sentence(parts)))
    }
    if clearPasswords > 0 { rows.append(("passwords", "\(clearPasswords) in the clear")) }
    if failedConnections > 0 {
      rows.append(
        (
          "connections",
          sentence([
            (blockedConnections, "blocked by egress rules"),
            (failedConnections - blockedConnections, "failed"),
          ])
        ))
    }
    return rows.map { row in
      "  " + style.paint(TextLayout.padded(row.0, to: 13), .faint) + row.1 + "\n"
    }.joined()
  }

  /// The parts that are not zero, `none` when all are; in parentheses what adds nothing to them.
  private func sentence(_ parts: [(Int, String)], besides: (Int, String) = (0, "")) -> String {
    let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let sum = words.isEmpty ? "none" : words.joined(separator: ", ")
    return besides.0 > 0 ? "\(sum) (\(besides.0) \(besides.1))" : sum
  }

  var json: JSON {
    [
      "messages": .number(messages), "notices": .number(notices), "delivered": .number(delivered),
      "bounced": .number(bounced), "refused": .number(refused), "queued": .number(queued),
      "forwarded": .number(forwarded), "relayAccepted": .number(relayAccepted),
      "relayRefused": .number(relayRefused), "relayDeferred": .number(relayDeferred),
      "logins": .number(logins), "authentications": .number(authentications),
      "failedLogins": .number(failedLogins), "clearPasswords": .number(clearPasswords),
      "encryptedHops": .number(encryptedHops), "plaintextHops": .number(plaintextHops),
      "unknownHops": .number(unknownHops), "restingPlaces": .number(restingPlaces),
      "readablePlaces": .number(readablePlaces), "blockedConnections": .number(blockedConnections),
      "failedConnections": .number(failedConnections),
    ]
  }
}
