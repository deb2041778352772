extension LogMessage {
  /// The message's way through the server as a trace, for the reports and pictures of runs.
  public func trace(file: String = "") -> Trace {
    var travel = TravelTrace(
      title: "Message \(queueID) in the log of \(server)", file: file,
      fingerprint: StableHash.fingerprint(of: queueID + server), startSeconds: seconds)
    let recipients = deliveries.map { travel.mailbox($0.recipient) }
    let reversePath = sender.flatMap { $0.isEmpty ? nil : travel.mailbox($0) }
    let message = travel.message(
      Trace.Message(
        author: nil, reversePath: reversePath, from: nil, recipients: recipients, subject: "",
        octets: UInt32(clamping: octets ?? 0)))
    let here = travel.host(
      server, role: .server, site: travel.site(server, isOurs: true), address: nil,
      remark: "wrote the log")
    travel.note(.composed(message), at: 0)
    let copy = arrive(message, at: here, recipients, &travel)
    for (row, delivery) in deliveries.enumerated() {
      pass(delivery, recipients[row], message, copy, here, &travel)
    }
    if isComplete { travel.leaveSpool(copy) }
    return travel.trace
  }

  private func arrive(
    _ message: MessageID, at here: HostID, _ recipients: [MailboxID], _ travel: inout TravelTrace
  ) -> CopyID {
    guard let arrival, !arrival.isLocal else {
      return travel.begin(message, at: here, recipients: recipients, 0)
    }
    let name =
      arrival.client == "unknown" ? arrival.address.map(\.description) ?? "unknown" : arrival.client
    let role = arrival.login == nil ? Cast.Host.Role.gateway : .machine
    let client = travel.host(
      name, role: role, site: travel.site(HostNames.organisation(of: name) ?? name),
      address: arrival.address, remark: arrival.login.map { "logged in as \($0)" } ?? "client")
    let step = TravelTrace.Step(
      client: client, server: here, clientAddress: arrival.address, helloName: arrival.client,
      protection: arrival.protection,
      keyword: TransmissionKeyword(
        usedEHLO: true, isEncrypted: arrival.protection == .encrypted,
        isAuthenticated: arrival.login != nil), tls: TLSVersion(reported: arrival.tls?.version),
      at: 0, service: arrival.login == nil ? .smtp : .submission)
    return travel.hop(message, from: nil, step, recipients: recipients)
  }

  private func pass(
    _ delivery: Delivery, _ recipient: MailboxID, _ message: MessageID, _ copy: CopyID,
    _ here: HostID, _ travel: inout TravelTrace
  ) {
    let at = Double(delivery.seconds - seconds)
    guard delivery.status == "sent" else {
      let failure = DeliveryFailure.connectionLost
      if delivery.status == "bounced" {
        travel.note(.bounced(copy, recipient: recipient, failure, notice: nil), at: at)
      }
      return
    }
    guard delivery.isRemote, let relay = delivery.relay else {
      travel.deliver(copy, to: recipient, at: at)
      return
    }
    let next = travel.host(
      relay, role: .gateway, site: travel.site(HostNames.organisation(of: relay) ?? relay),
      address: delivery.address, remark: "took it")
    _ = travel.hop(
      message, from: copy,
      TravelTrace.Step(
        client: here, server: next, helloName: server, protection: delivery.protection,
        tls: TLSVersion(reported: delivery.tls?.version), at: at), recipients: [recipient])
  }
}
