/// The colours of a picture; the only place where they are written.
///
/// Bluish green and vermilion of Okabe and Ito's set, darkened until they can be read as text
/// (WCAG 2.2, 1.4.3), and told apart by people who see no red or no green.
public struct Palette: Hashable, Sendable {
  public var ok, okFill, bad, badFill: String
  public var ink, muted, line: String
  public var inside, insideLine, outside, outsideLine: String
  public var background, box: String

  public static let light = Palette(
    ok: "#00735c", okFill: "#eaf7f2", bad: "#b02e00", badFill: "#fbdcc4", ink: "#1a1a1a",
    muted: "#555555", line: "#4b5563", inside: "#eff5fb", insideLine: "#2f6299",
    outside: "#f7f5f1", outsideLine: "#8a8170", background: "#ffffff", box: "#fefefe")

  public static let dark = Palette(
    ok: "#2bc79a", okFill: "#12382e", bad: "#ff9a52", badFill: "#43260f", ink: "#f2f2f2",
    muted: "#b6bcc6", line: "#9aa3af", inside: "#182534", insideLine: "#7db4e8",
    outside: "#26231d", outsideLine: "#b9ad94", background: "#12161c", box: "#1b212a")

  /// For print: shapes, dashes and words carry all meaning.
  public static let mono = Palette(
    ok: "#000000", okFill: "#ffffff", bad: "#000001", badFill: "#e4e4e4", ink: "#000000",
    muted: "#333333", line: "#000000", inside: "#ffffff", insideLine: "#000000",
    outside: "#ffffff", outsideLine: "#000000", background: "#ffffff", box: "#ffffff")

  /// Each light colour beside its dark one, for pictures that follow their reader.
  static var darkColors: [(light: String, dark: String)] {
    let rows: [any KeyPath<Palette, String> & Sendable] = [
      \.ok, \.okFill, \.bad, \.badFill, \.ink, \.muted, \.line, \.inside, \.insideLine, \.outside,
      \.outsideLine, \.background, \.box,
    ]
    return rows.map { (light[keyPath: $0], dark[keyPath: $0]) }
  }

  func line(_ protection: Protection) -> String { protection == .encrypted ? ok : bad }
  func fill(_ protection: Protection) -> String { protection == .encrypted ? okFill : badFill }
}
