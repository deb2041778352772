import Foundation
import Testing

@testable import MailSim

/// The schema and the reference that lie in the repository are those the table of keys gives.
@Suite struct ScenarioSchemaTests {
  private static let root = Repository.root

  @Test(arguments: [
    ("Scenarios/mailsim.schema.json", ScenarioSchema.text),
    ("Documentation/Scenarios.md", ScenarioReference.text),
    ("Documentation/Attacks.md", AttackReference.text),
  ])
  func theFilesSayWhatTheReaderDoes(_ path: String, _ text: String) throws {
    let file = Self.root.appending(path: path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try Data(text.utf8).write(to: file)
    }
    let found = try String(contentsOf: file, encoding: .utf8)
    #expect(found == text, "\(path) is out of date: make schema")
  }

  @Test func theSchemaIsJSONWithEverySectionInIt() throws {
    let object = try JSONSerialization.jsonObject(with: Data(ScenarioSchema.text.utf8))
    let schema = try #require(object as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    for section in SchemaSection.allCases {
      let definition = try #require(definitions[section.rawValue] as? [String: Any])
      let properties = try #require(definition["properties"] as? [String: Any])
      #expect(Set(properties.keys) == Set(section.schema.keyNames))
      #expect(definition["additionalProperties"] as? Bool == false)
    }
  }

  @Test func theTemplateIsAScenarioWhoseExpectationsHold() throws {
    let scenario = try ScenarioReader.read(ScenarioTemplate.text, file: "new.yaml")
    let trace = Simulation(scenario).run()
    #expect(RunReport(scenario, trace).expectationsHold)
  }
}
