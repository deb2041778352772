import Foundation

/// A scenario in which every key of the language stands at least once.
let everyKey = """
  mailsim: 1
  title: Every key of the language
  term: Every key
  goal: To have a scenario in which every key stands.
  question: Which key is missing?
  answer: None.
  source: RFC 5321
  seed: 7
  start: 2026-03-02 09:00
  run: 6h

  sites:
    office:
      title: The office
      ours: yes
      networks: [192.0.2.0/24, "2001:db8:ca::/48"]
      latency: {uniform: [200us, 1ms]}
      uplink: {latency: {lognormal: {median: 8ms, sigma: 0.4}}, bandwidth: 10MB}
      egress:
        - {ports: [25], except: [mail], action: reject, alarm: 3}
        - ports: 465
    net:
      networks: 198.51.100.0/24
    hotel:
      networks: [203.0.113.0/24]
      nat: [203.0.113.1, 203.0.113.2]
      dhcp: {network: 203.0.113.128/25, hold: 10m}

  links:
    - {between: [office, net], latency: 3ms, bandwidth: 1MB}

  dns:
    example.org: [10 far, 20 backup]
    example.net: {a: backup}
    lists.example.org: {alias: example.org}
    quiet.example: null-mx
    gone.example: nxdomain
    sick.example: servfail
    new.example: far

  sender-records:
    cs.ait.ac.th: {spf: [192.0.2.0/24], dmarc: reject}

  servers:
    mail:
      title: Mail
      remark: the server that is studied
      host: mail.cs.ait.ac.th
      site: office
      address: [192.0.2.25, "2001:db8:ca::25"]
      domains: [cs.ait.ac.th]
      relay-domains: partner.example
      routes: {partner.example: far, "*": far}
      users: [alice, bob, list]
      unknown-users: bounce
      forwards: {list: [alice@cs.ait.ac.th, bob@example.org]}
      services: [smtp, submission, submissions, pop3, pop3s, imap, imaps]
      tls: {offer: yes, share: 0.5, version: "1.2", certificate: expired, sts: testing, sts-max-age: 1d, dane: usable, keeps-buffer: yes}
      outbound: {tls: may, except: {example.org: verify}, pipelining: yes, sts-refresh: 1d}
      policy: {preset: csim, inside: [192.0.2.0/24], refusal: 554 5.7.1}
      roaming: {window: 20m, expiry: sweep 5m}
      submission-requires-auth: yes
      submission-requires-tls: no
      access-requires-tls: no
      login-delay: 1s
      queue:
        schedule: [5m, 15m, 1h]
        lifetime: 2h
        warn-after: 30m
        connections: 50
        connections-per-hop: 5
        messages-per-connection: 10
        processing: {exponential: 20ms}
        workers: 2
      limits:
        message: 10MB
        recipients: 100
        hops: 30
        mailbox: 1GB
        connections: 50
        connections-per-client: 20
        idle: 2m
      defences:
        greylist: {delay: 5m, window: 1d, memory: 30d, width: 24, whitelist-after: 3}
        block-list: {listing: {exponential: 30m}, width: 24, threshold: 2}
        rates: [{recipients: 100, per: 1h, by: client}, {recipients: 50, by: user, then: disable}]
        window-cap: 20
        close-on-logout: yes
        errors: {soft: 5, hard: 10, pause: 2s}
        filter: {hit: 0.98, false-alarm: 0.002, action: junk}
        sender-check: dmarc
      signs-for: 7d
      window-log: anchored
      passes-bare-lf: no
      ends-on-bare-lf: no
      outages: [{from: "10:30", to: "10:40"}]
    far:
      host: mx.example.org
      site: net
      domains: example.org
      tls: refuses
      outbound: encrypt
      policy: modern
      queue: {schedule: postfix}
    backup:
      host: mx2.example.org
      site: net
      address: 198.51.100.26
      relay-domains: [example.org]
    listed:
      host: mx.listed.example
      site: net
      domains: listed.example
      policy:
        rules:
          client: check_client_access cidr:blocked
          helo: reject_invalid_helo_hostname
          sender: [reject_non_fqdn_sender]
          relay: [insiders, reject_unauth_destination]
          recipient: reject_rbl_client bl.example
          data: reject_unauth_pipelining
        tables: {blocked: {kind: cidr, lines: [203.0.113.64/26 REJECT]}}
        classes: {insiders: [permit_mynetworks, permit_roaming_window]}
        delay-refusals: no
        unknown: dunno
    imported:
      host: mx.imported.example
      site: net
      domains: imported.example
      policy:
        postfix: \(postfixExample)
        service: smtp
        window-table: hash:/var/lib/pop-before-smtp/hosts
        unknown: {reject_rbl_client bl.example.net: dunno}

  machines:
    desk: {title: The shared desk, site: office, address: 192.0.2.10, attacker: no}

  people:
    alice:
      title: Alice
      site: office
      address: 192.0.2.11
      attacker: no
      mailbox: alice@cs.ait.ac.th
      home: mail
      password: hunter2
      certificate: yes
      encrypts: both
      end-to-end: none
      send: {server: mail, service: submission, auth: yes, mechanism: plain, pipelining: yes, retry: 10m}
      read:
        service: imap
        keep: no
        idle: no
        order: independent
        every: {erlang: {shape: 2, mean: 20m}}
        first: 5m
        failing: 0.1
        until: "12:00"
    bob: {site: net, mailbox: bob@example.org, read: unknown}
    carol: {machine: desk, mailbox: bob@cs.ait.ac.th}
    mallory: {site: hotel, attacker: yes}

  events:
    - at: 09:01
      jitter: {uniform: [0, 1m]}
      title: Alice writes
      mail:
        from: alice
        to: [bob@example.org, carol@quiet.example]
        subject: Every key
        size: 64KiB
        end-to-end: openpgp
        mail-from: alice@cs.ait.ac.th
        header-from: alice@cs.ait.ac.th
        via: mail:smtp
        helo: laptop.example
      expect:
        relay: accept
        because: REL-INSIDE-SENDER
        reply: 250 2.1.5
        bounced: no
        connects: yes
        for:
          bob@example.org: {delivered: yes, delivered-within: 1h, hops: [unknown, plaintext], stored: encrypted, reaches: far}
    - at: 20m
      mail: {from: mallory, to: alice@cs.ait.ac.th, mail-from: <>, direct: yes}
    - at: 09:30:00.5
      login: {person: alice, server: mail, service: pop3, password: wrong}
      expect: {login: no, connects: yes}
    - {at: 09:31, login: carol}
    - at: 40m
      move: {machine: alice, to: hotel, address: 203.0.113.130}
    - at: 50m
      smtp:
        from: desk
        to: mail
        service: smtp
        lines: ["EHLO desk.example", {send: QUIT, reply: 221 2.0.0}]

  attacks:
    everything:
      kind: greylist-bypass
      title: Somebody with everything
      by: mallory
      can:
        - {tap: office}
        - {modify: [office, net]}
        - {answer-dns: mail, own-host: mallory, same-nat: alice, next-lease: alice}
        - {own-gateway: far, account: alice, write-log: mail}
      target: mail
      victims: [bob@example.org]
      mail-from: alice@cs.ait.ac.th
      every: {exponential: 1m}
      start: 1h
      until: 2h
      limit: 10
      chance: 0.5
      addresses: 203.0.113.64/26
      patience: 5m
    false:
      kind: rogue-mx
      can: {answer-dns: mail}
      target: far
      victims: bob@example.org
      ttl: 30m
  traffic:
    news:
      from: [bob]
      to: [alice@cs.ait.ac.th]
      every: {normal: {mean: 10m, deviation: 1m}}
      size: [1kB, 20kB]
      start: 1h
      first: 5m
      active: 0.9
      until: 3h
      limit: 5
      mail-from: <>
      via: far:smtp
    spam:
      from: mallory
      to: alice@cs.ait.ac.th
      every: {poisson: 30m}
      mail-from: mallory@gone.example
      direct: yes

  expect:
    messages: ">=2"
    delivered: 0..1000
    bounced: <=100
    refused: <=100
    queued: <=100
    relay-accepted: ">=1"
    relay-refused: <=100
    logins: ">=1"
    failed-logins: ">=1"
    encrypted-hops: <=1000
    plaintext-hops: <=1000
    unknown-hops: <=1000
    blocked-connections: <=1000
    spam-delivered: <=1000
    spam-junked: <=1000
    spam-refused: <=1000
    honest-junked: <=1000
    honest-refused: <=1000
    attacks-noticed: <=1
    attacks: {everything: fails}
  """

/// The configuration that comes with the scenarios.
private let postfixExample: String = Repository.scenarios.appending(path: "postfix-example").path
