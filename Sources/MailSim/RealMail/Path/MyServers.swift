/// The servers whose trace lines one believes, as names, domains, addresses and networks.
public struct MyServers: Hashable, Sendable {
  private var names: [String] = []
  private var networks: [IPNetwork] = []

  public var isEmpty: Bool { names.isEmpty && networks.isEmpty }

  /// Reads items such as `mx.example.org`, `example.org` (every host in it), `192.0.2.0/24`.
  public init(_ items: [String] = []) {
    for item in items.flatMap({ $0.split(separator: ",") }) {
      let item = item.filter { $0 != " " }
      if let network = IPNetwork(item) ?? IPAddress(item).map({ IPNetwork($0) }) {
        networks.append(network)
      } else if !item.isEmpty {
        let name = item.lowercased()
        names.append(name.hasPrefix(".") ? String(name.dropFirst()) : name)
      }
    }
  }

  func contains(name: String?) -> Bool {
    guard let name = name?.lowercased() else { return false }
    return names.contains { name == $0 || name.hasSuffix("." + $0) }
  }

  func contains(_ address: IPAddress?) -> Bool {
    guard let address else { return false }
    return networks.contains { $0.contains(address) }
  }

  func include(_ server: ParsedReceived.Server) -> Bool {
    contains(name: server.name) || contains(server.address)
  }

  /// A client counts by its address or a name the server looked up; what it calls itself in
  /// EHLO anyone can say.
  func include(_ peer: ParsedReceived.Peer) -> Bool {
    contains(peer.address) || contains(name: peer.mayBeForged ? nil : peer.reverseName)
  }
}
