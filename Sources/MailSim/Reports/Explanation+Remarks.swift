/// The pages on what stands out in a policy.
extension PolicyRemark.Code {
  var explanation: Explanation {
    let page = page
    return Explanation(
      code: rawValue, summary: page.summary, when: page.when, sign: page.sign, remedy: page.remedy,
      source: page.source, scenario: nil, example: page.example)
  }

  private typealias Page = (
    summary: String, when: String, sign: String, remedy: String, source: String, example: String
  )

  private var page: Page {
    switch self {
    case .wideNetwork:
      (
        "mynetworks holds more of the Internet than one organisation has.",
        "A network of public space is wider than /\(AddressSpace.narrowest.v4), or than"
          + " /\(AddressSpace.narrowest.v6) of IPv6; or a name of one label, or a table that holds"
          + " every address, stands in mynetworks.",
        "Every client there is answered with 250 2.1.5, whatever it sends and to whom.",
        "List the networks that are your own. Where so wide a network really is, say so with"
          + " --inside NETWORK, and the proof takes it for granted.",
        "RFC 2505 section 2.1: relay by the address of the peer.",
        "mailsim prove /etc/postfix --property no-open-relay"
      )
    case .wideDomain:
      (
        "relay_domains holds domains of everybody.",
        "An entry has one label (com), begins with a dot, or is a table that holds every domain:"
          + " entries of relay_domains stand for what is below them too.",
        "A stranger's mail to a domain that nobody has named is answered with 250 2.1.5.",
        "Name each domain the server relays for. Where so many really are, state them with"
          + " --ours DOMAIN.",
        "RFC 5321 section 3.6.1 and RFC 2505 section 2.1.",
        "mailsim prove /etc/postfix --property no-open-relay"
      )
    case .takesTheWorld:
      (
        "the server takes mail for every domain for its own.",
        "mydestination or a list of virtual domains matches any domain.",
        "Mail to anybody anywhere ends here, or is refused for an unknown user; it is not passed on,"
          + " so this is no open relay.",
        "Name the domains that are kept here.",
        "RFC 5321 section 3.6.1: mail ends at the hosts its domain names.",
        "mailsim why /etc/postfix --client 203.0.113.9 --from a@example.net --to b@example.com"
      )
    case .containerNetwork:
      (
        "strangers may arrive from inside: a bridge in front of the server translates addresses.",
        "mynetworks holds a private range in which Docker, Podman, Kubernetes or libvirt put their"
          + " bridges.",
        "The log shows mail from the Internet with a client such as 172.17.0.1, and it is relayed.",
        "Take the range out of mynetworks, or let the server see the real addresses (host network,"
          + " or the PROXY protocol). Nothing in a configuration says which of the two holds.",
        "RFC 3022 on address translation; RFC 1918 on private ranges.",
        "mailsim why /etc/postfix --client 172.17.0.1 --from a@example.net --to b@example.com"
      )
    }
  }
}
