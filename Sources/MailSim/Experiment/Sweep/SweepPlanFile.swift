import Foundation

/// A plan as a file: all that a shard needs to play its part, wherever it is played.
///
/// The scenario stands in it as text. What a scenario reads from files beside it (a directory of
/// Postfix) has to be there for a shard too, at the same path and unchanged.
public struct SweepPlanFile: Hashable, Codable, Sendable {
  /// What results of one sweep share; settings, replications and measures may be added to it.
  public struct Identity: Hashable, Codable, Sendable {
    /// The name the scenario was read under; tells nothing apart.
    public var scenario: String
    /// Of the scenario's text; what it reads from files beside it is not looked at.
    public var fingerprint: String
    public var version: String
    public var seed: UInt64
    public var blockSize: Int
    /// With a precision, how often a variant is played hangs on what is watched.
    public var precision: Double?
    public var precisionOf: [String]?
    public var atMost: Int?

    /// What of another sweep is not as here, in words; empty where their results go together.
    public func differences(from other: Identity) -> [String] {
      var words: [String] = []
      if other.fingerprint != fingerprint {
        words.append("its scenario \(other.scenario) had another text")
      }
      if other.version != version { words.append("its version is \(other.version)") }
      if other.seed != seed { words.append("its seed is \(other.seed), not \(seed)") }
      if other.blockSize != blockSize {
        words.append("its blocks are of \(other.blockSize) replications, not of \(blockSize)")
      }
      if other.precision != precision || other.precisionOf != precisionOf
        || other.atMost != atMost
      {
        words.append("it was played to another precision")
      }
      return words
    }
  }

  public var sweep: Identity
  /// The scenario file as it is written.
  public var text: String
  public var vary: [String]
  /// Points of a Latin hypercube; nil for every combination.
  public var points: Int?
  public var replications: Int
  public var measures: [String]
  public var against: [SweepPlan.Setting]
  public var keepsReplications: Bool

  /// - Parameter vary: the factors as they were written.
  public init(_ plan: SweepPlan, vary: [String], of document: ScenarioDocument) {
    sweep = Identity(
      scenario: document.file, fingerprint: StableHash.fingerprint(of: document.text),
      version: MailSimVersion.version, seed: plan.seed, blockSize: plan.blockSize)
    if let precision = plan.precision {
      sweep.precision = precision
      sweep.precisionOf = plan.watched
      sweep.atMost = plan.replications
    }
    text = document.text
    self.vary = vary
    if case .latin(let points) = plan.design { self.points = points }
    replications = plan.replications
    measures = plan.watched
    against = plan.against
    keepsReplications = plan.keepsReplications
  }

  /// The plan and its scenario.
  ///
  /// - Throws: `SweepPlanFileError` for a plan of another version or a damaged one,
  ///   `SweepFactorError` and `ScenarioErrors` for what stands in it.
  public func sweepToPlay() throws -> Sweep {
    guard sweep.version == MailSimVersion.version else {
      throw SweepPlanFileError(
        description: "it was made by version \(sweep.version); this is \(MailSimVersion.version)")
    }
    guard sweep.fingerprint == StableHash.fingerprint(of: text) else {
      throw SweepPlanFileError(description: "its scenario was changed after it was made")
    }
    guard Self.blockSizes ~= sweep.blockSize, 1...Self.mostReplications ~= replications,
      points.map({ $0 > 0 }) ?? true
    else { throw SweepPlanFileError(description: "its numbers cannot be") }
    var plan = SweepPlan(
      factors: try vary.map { try SweepFactor($0) }, replications: replications, seed: sweep.seed,
      precision: sweep.precision, watched: measures)
    if let points { plan.design = .latin(points: points) }
    plan.blockSize = sweep.blockSize
    plan.against = against
    plan.keepsReplications = keepsReplications
    return try Sweep(plan, of: ScenarioDocument(text, file: sweep.scenario))
  }

  /// Of one variant, at most.
  public static let mostReplications = 10_000_000

  /// How many replications may be one block.
  public static let blockSizes = 1...1_000_000

  /// - Throws: `SweepPlanFileError` for what is no plan.
  public init(octets: [UInt8]) throws(SweepPlanFileError) {
    do {
      self = try JSONDecoder().decode(SweepPlanFile.self, from: Data(octets))
    } catch {
      throw SweepPlanFileError(description: "it is no plan of a sweep")
    }
  }

  /// The same plan gives the same octets.
  public var octets: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let octets = try? encoder.encode(self) else {
      preconditionFailure("a plan holds no number that JSON has not")
    }
    return octets + [UInt8(ascii: "\n")]
  }
}

/// Why a plan cannot be played.
public struct SweepPlanFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}
