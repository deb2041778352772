import Foundation
import Testing

@testable import MailSim

/// Damaged configurations are read to the end, whatever they say; `MAILSIM_FUZZ` asks for more.
@Suite struct PostfixFuzzTests {
  private static let seeds = [
    """
    compatibility_level = 3.6
    myhostname = mail.cs.ait.ac.th
    mydestination = $myhostname, ${mydomain?{$mydomain}:{none}}, hash:/etc/postfix/none
    mynetworks = 192.0.2.0/24 [2001:db8:ca::]/48 !192.0.2.7
    smtpd_restriction_classes = strict, loose
    strict = reject_unauth_destination, loose
    loose = permit_mynetworks, check_client_access cidr:{{203.0.113.0/24 OK}, {::/0 REJECT}}
    smtpd_client_restrictions = check_client_access inline:{{a.example = strict}, b = 450 4.7.1 x}
      warn_if_reject reject_rbl_client bl.example.net
    # a comment
    smtpd_sender_restrictions = check_sender_access pcre:{{/^(a+)@(.*)$/ $1 $2}, {!/x/i DUNNO}}
    smtpd_relay_restrictions = permit_mynetworks, defer_unauth_destination
    smtpd_recipient_restrictions = check_recipient_access unionmap:{static:{OK}, randmap:{1, 2}}
      check_policy_service { inet:127.0.0.1:10023, timeout=10s }
    """,
    """
    smtpd_recipient_restrictions = ${{$compatibility_level} <level {2} ? {permit} : {reject}},
        ${smtpd_sasl_auth_enable?permit_sasl_authenticated}, $(virtual_maps) reject
    relay_domains = $mydestination, .example.net, !sub.example.net, regexp:{/x$/ y}
    virtual_alias_maps = pipemap:{inline:{a=b}, texthash:/none}
    """,
  ]

  @Test func damagedConfigurationsAreReadToTheEnd() {
    let rounds = ProcessInfo.processInfo.environment["MAILSIM_FUZZ"].flatMap { Int($0) } ?? 500
    var stream = RandomStreams(seed: 3).stream(for: "damaged configurations")
    let question = RelayFacts(
      client: .init(address: IPAddress(v4: 0xc633_6409)), reversePath: Mailbox("aa@example.org"),
      forwardPath: Mailbox(localPart: "b", domain: Domain("example.net")!))
    for _ in 0..<rounds {
      var bytes = Array(Self.seeds[stream.below(Self.seeds.count)].utf8)
      for _ in 0...stream.below(6) { Self.damage(&bytes, &stream) }
      let text = String(decoding: bytes, as: UTF8.self)
      let (policy, _) = PostfixConfiguration.read(postconf: text).policy()
      #expect(!policy.decide(question).endings.isEmpty, "\(text)")
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ stream: inout RandomStream) {
    guard !bytes.isEmpty else { return }
    let place = stream.below(bytes.count)
    let end = min(bytes.count, place + 1 + stream.below(30))
    switch stream.below(5) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: stream.below(bytes.count))
    case 2: bytes[place] = UInt8(stream.below(256))
    case 3:
      let signs = Array("{}()$,:=!/ \n\t\"\\[]#?<>".utf8)
      bytes.insert(signs[stream.below(signs.count)], at: place)
    default: bytes.swapAt(place, stream.below(bytes.count))
    }
  }
}
