/// A scenario to start from: small, whole, and true when it is run.
public enum ScenarioTemplate {
  public static let text = """
    # yaml-language-server: $schema=mailsim.schema.json
    mailsim: 1
    title: A message from home
    question: Why does the second message come back?
    answer: The last look for mail is more than 15 minutes ago.
    start: 2026-03-02 09:00

    sites:
      csim: {title: CSIM, ours: yes, networks: 192.0.2.0/24}
      home: {title: At home, networks: 203.0.113.0/26}
      org: {title: A university, networks: 198.51.100.0/24}

    servers:
      mail:
        title: CSIM mail server
        host: mail.cs.ait.ac.th
        site: csim
        domains: cs.ait.ac.th
        policy: csim
      org-mail: {title: University mail server, host: mx.example.org, site: org, domains: example.org}

    people:
      alice: {title: Alice, site: home, mailbox: alice@cs.ait.ac.th, certificate: yes}
      bob: {title: Bob, site: org, mailbox: bob@example.org, read: unknown}

    events:
      - at: 09:00
        login: alice
        expect: {login: yes}
      - at: 09:10
        mail: {from: alice, to: bob@example.org, subject: Hello}
        expect: {relay: accept, because: REL-WINDOW, hops: [encrypted, encrypted, unknown]}
      - at: 09:20
        mail: {from: alice, to: bob@example.org, subject: Hello again}
        expect: {relay: refuse, because: REF-WINDOW-EXPIRED, reply: 550 5.7.1}

    """
}
