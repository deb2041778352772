import Foundation
import Testing

@testable import MailSim

/// Answers a real Postfix 3.7.11 gave on loopback, XCLIENT setting address and name, against those
/// of the same configuration read here.
@Suite struct RealAnswersTests {
  static let files = [
    "main.cf": """
    compatibility_level = 3.6
    myhostname = mail.cs.ait.ac.th
    mydestination = cs.ait.ac.th, $myhostname
    mynetworks = 192.0.2.0/24 [2001:db8:ca::]/48
    inet_interfaces = 127.0.0.1
    proxy_interfaces = 192.0.2.25
    smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
    smtpd_client_restrictions = check_client_access texthash:clients, check_client_access cidr:cidr
    smtpd_sender_restrictions = reject_non_fqdn_sender, check_sender_access texthash:senders
    smtpd_helo_restrictions = reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname
    smtpd_restriction_classes = strict
    strict = reject
    smtpd_recipient_restrictions = check_recipient_access regexp:rcpt
    """,
    "clients": "203.0.113 REJECT go\nbad.example 450 4.7.9 wait\n2001:db8:bad OK\n",
    "cidr": """
    203.0.114.8/29 OK
    203.0.114.0/24 REJECT
    if 198.51.100.0/24
    !198.51.100.128/25 REJECT
    endif
    """,
    "senders": """
    spam.example REJECT
    list@ REJECT no
    <> DUNNO
    a+b@ok.example 554 5.7.7 x
    """,
    "rcpt": """
    /^(450|550)-/ $1 no
    /^strict@/ strict
    /^odd@/ nonsense_word
    /^dip@/ DEFER_IF_PERMIT later
    /^dir@/ DEFER_IF_REJECT
    """,
  ]

  @Test func theModelAnswersAsTheServerDid() throws {
    let policy = try ConfigurationFolder(Self.files).policy()
    let golden = Repository.golden.appending(path: "postfix-3.7.11-answers.tsv")
    var count = 0
    for line in try String(contentsOf: golden, encoding: .utf8).split(separator: "\n") {
      let row = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let ours = try ask(policy, row[0], row[3].isEmpty ? "<>" : row[3], row[4]) {
        $0.client.name = row[1].isEmpty ? nil : row[1]
        $0.client.helloName = row[2]
      }
      count += 1
      if ours != row[5] { Issue.record("\(line): here \(ours)") }
    }
    #expect(count > 1_300)
  }
}
