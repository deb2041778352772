extension LogMessage {
  /// The message's way through the server as a trace, for the reports and pictures of runs.
  public func trace(file: String = "") -> Trace {
    var travel = TravelTrace(
      title: "Message \(queueID) in the log of \(server)", file: file,
      fingerprint: StableHash.fingerprint(of: queueID + server), startSeconds: seconds)
    let recipients = deliveries.map { travel.mailbox($0.recipient) }
    // A sender the log does not name is not the null reverse-path.
    let reversePath = sender == "" ? nil : travel.mailbox(sender ?? "")
    let message = travel.message(
      Trace.Message(
        author: nil, reversePath: reversePath, from: nil, recipients: recipients, subject: "",
        octets: UInt32(clamping: octets ?? 0)))
    let here = travel.host(
      server, role: .server, site: travel.site(server, isOurs: true), address: nil,
      remark: "wrote the log")
    travel.note(.composed(message), at: 0)
    let copy = arrive(message, at: here, recipients, &travel)
    for row in deliveries.indices { putOff(deliveries[row], recipients[row], copy, &travel) }
    let notice = notice.map { _ in noticeToSender(&travel) }
    let inOrder = deliveries.indices.sorted {
      (deliveries[$0].seconds, $0) < (deliveries[$1].seconds, $1)
    }
    for row in inOrder {
      pass(deliveries[row], recipients[row], message, copy, here, notice, &travel)
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

  /// Attempts that were followed by another one; when a last one will be repeated, no log says.
  private func putOff(
    _ delivery: Delivery, _ recipient: MailboxID, _ copy: CopyID, _ travel: inout TravelTrace
  ) {
    for (row, attempt) in delivery.earlier.enumerated() {
      let next =
        row + 1 < delivery.earlier.count ? delivery.earlier[row + 1].seconds : delivery.seconds
      travel.postpone(
        copy, recipient, DeliveryFailure(reported: attempt.answer, enhanced: attempt.enhanced),
        at: Double(attempt.seconds - seconds), until: Double(next - seconds))
    }
  }

  /// The notice the log speaks of; what became of it is another message's story.
  private func noticeToSender(_ travel: inout TravelTrace) -> MessageID {
    let recipient = travel.mailbox(sender ?? "")
    return travel.message(
      Trace.Message(
        author: nil, reversePath: nil, from: nil, recipients: [recipient], subject: "", octets: 0))
  }

  private func pass(
    _ delivery: Delivery, _ recipient: MailboxID, _ message: MessageID, _ copy: CopyID,
    _ here: HostID, _ notice: MessageID?, _ travel: inout TravelTrace
  ) {
    let at = Double(delivery.seconds - seconds)
    switch delivery.status {
    case "sent": break
    case "bounced":
      let failure = DeliveryFailure(reported: delivery.answer, enhanced: delivery.enhanced)
      travel.note(.bounced(copy, recipient: recipient, failure, notice: notice), at: at)
      return
    case "expired":
      travel.note(.bounced(copy, recipient: recipient, .expired, notice: notice), at: at)
      return
    default: return
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
