/// `Documentation/Scenarios.md`: the scenario language, every key of it, from the table the
/// reader itself goes by.
public enum ScenarioReference {
  public static var text: String {
    introduction + SchemaSection.allCases.map(chapter).joined(separator: "\n")
  }

  private static func chapter(_ section: SchemaSection) -> String {
    let schema = section.schema
    var text = "### \(schema.title.first?.uppercased() ?? "")\(schema.title.dropFirst())\n\n"
    text +=
      "\(schema.meaning)\n\n| key | value | otherwise | meaning |\n| --- | --- | --- | --- |\n"
    for key in schema.keys {
      let otherwise = key.isRequired ? "**required**" : key.otherwise
      text +=
        "| `\(key.name)` | \(words(for: key.value)) | \(MarkdownText.cell(otherwise)) | \(MarkdownText.cell(key.meaning)) |\n"
    }
    return text
  }

  private static func words(for value: Schema.Value) -> String {
    switch value {
    case .text: "text"
    case .integer(let range):
      range.upperBound == .max
        ? "whole number" : range.count == 1 ? "`\(range.lowerBound)`" : "whole number"
    case .number(let range): "number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
    case .flag: "yes or no"
    case .delay: "time"
    case .instant: "moment"
    case .start: "calendar moment"
    case .octets: "size"
    case .address: "IP address"
    case .network: "network"
    case .mailbox: "mail address"
    case .reversePath: "mail address or `<>`"
    case .domain: "domain"
    case .reply: "reply"
    case .range: "count"
    case .distribution: "time or distribution"
    case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .name(let table): "name of a \(table.rawValue)"
    case .list(let member): "list of: \(words(for: member))"
    case .some(let member): "\(words(for: member)); one or a list"
    case .object(let section): "[\(section.schema.title)](#\(anchor(section)))"
    case .map(let member): "names, each with: \(words(for: member))"
    case .either(let values): values.map(words).joined(separator: "; or ")
    }
  }

  private static func anchor(_ section: SchemaSection) -> String {
    section.schema.title.lowercased().replacing(" ", with: "-")
  }

  private static let introduction = """
    # Scenario files

    A scenario is a YAML file. It says where things stand, who takes part, what happens when, and
    what should come of it. Unknown keys, names that do not exist, addresses in no network and
    times that cannot be are errors, each with its place in the file, all of them at once.
    `mailsim new mine.yaml` writes one to start from; `mailsim schema` prints the JSON Schema, and
    an editor with the YAML language server completes and checks keys if the first line says

    ```yaml
    # yaml-language-server: $schema=mailsim.schema.json
    ```

    ## How values are written

    | value | written as |
    | --- | --- |
    | time | numbers with units, largest first: `15m`, `1h30m`, `14m59.999999999s`, `2.5ms`; units are ns, us, ms, s, m (or min), h, d, w; `0` needs none |
    | moment | a time of day on the day of `start`, such as `09:14:59.5`, or a time after the start, such as `15m` or `25h` |
    | calendar moment | `2026-03-02 09:00` or `2026-03-02T09:00:00Z` (UTC), or a time of day |
    | size | octets: `2000`, `64KiB`, `10MB` |
    | network | `192.0.2.0/24`, `2001:db8::/32`; no bits beyond the prefix |
    | mail address | `alice@example.org`, `"odd one"@example.org` |
    | reply | a code, with or without its enhanced code: `550`, `550 5.7.1` |
    | count | `3`, `1..5`, `>=2`, `<=7` |
    | distribution | a time for always the same; `{uniform: [5m, 25m]}`, `{exponential: 10m}` (also `poisson`), `{erlang: {shape: 2, mean: 10m}}`, `{normal: {mean: 10m, deviation: 1m}}`, `{lognormal: {median: 10ms, sigma: 0.5}}` |
    | yes or no | `yes`, `no`, `true`, `false`, `on`, `off` |

    Where a list may stand, one value may stand alone. Sites, servers, machines, people and traffic
    are tables by name; an inside address is one in the networks of the server's own site unless
    its policy says otherwise. Anchors (`&name`) are not part of the language, files are at most
    10 MB, and values nest at most 64 deep.

    ## A whole example

    ```yaml
    \(ScenarioTemplate.text)```

    ## Every key


    """
}
