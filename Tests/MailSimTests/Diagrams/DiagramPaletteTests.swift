import Foundation
import Testing

@testable import MailSim

/// WCAG 2.2 contrast, and the distance of the two meanings for those who see colours otherwise.
@Suite struct DiagramPaletteTests {
  static let palettes: [(name: String, palette: Palette)] = [
    ("light", .light), ("dark", .dark), ("mono", .mono),
  ]

  @Test(arguments: palettes) func textCanBeRead(_ name: String, _ palette: Palette) {
    let pairs = [
      (palette.ok, palette.background), (palette.ok, palette.okFill), (palette.ok, palette.inside),
      (palette.ok, palette.outside), (palette.ok, palette.box), (palette.bad, palette.background),
      (palette.bad, palette.badFill), (palette.bad, palette.inside), (palette.bad, palette.outside),
      (palette.bad, palette.box), (palette.ink, palette.box), (palette.ink, palette.okFill),
      (palette.ink, palette.badFill), (palette.ink, palette.background),
      (palette.muted, palette.box), (palette.muted, palette.background),
      (palette.muted, palette.inside), (palette.muted, palette.outside),
      (palette.insideLine, palette.inside),
    ]
    for (text, ground) in pairs {
      #expect(contrast(text, ground) >= 4.5, "\(name): \(text) on \(ground)")
    }
  }

  @Test(arguments: palettes) func linesCanBeSeen(_ name: String, _ palette: Palette) {
    for (line, ground) in [
      (palette.line, palette.box), (palette.line, palette.inside), (palette.line, palette.outside),
      (palette.insideLine, palette.background), (palette.outsideLine, palette.background),
      (palette.outsideLine, palette.outside), (palette.insideLine, palette.box),
    ] {
      #expect(contrast(line, ground) >= 3, "\(name): \(line) on \(ground)")
    }
  }

  /// Viénot, Brettel and Mollon (1999); a difference of 2.3 is just noticeable.
  @Test(arguments: [Palette.light, .dark], [ColorVision.protanopia, .deuteranopia])
  func theTwoMeaningsStayApart(_ palette: Palette, _ vision: ColorVision) {
    #expect(distance(palette.ok, palette.bad, vision) > 25)
    #expect(distance(palette.okFill, palette.badFill, vision) > 8)
  }

  /// The matrices are right if they make one of what such people confuse.
  @Test func pureRedAndGreenComeCloser() {
    for vision in [ColorVision.protanopia, .deuteranopia] {
      #expect(distance("#ff0000", "#00ff00", vision) < distance("#ff0000", "#00ff00", .usual) * 0.7)
    }
  }

  /// In print only grey is left: the fills must differ by themselves.
  @Test func printKeepsTheFillsApart() {
    let (light, dark) = (luminance(Palette.mono.okFill), luminance(Palette.mono.badFill))
    #expect(light - dark > 0.15)
    for palette in [Palette.light, .dark] {
      #expect(abs(luminance(palette.okFill) - luminance(palette.badFill)) > 0.001)
    }
  }

  /// Dark mode swaps colours by their light value: two meanings must not share one.
  @Test func everyLightColourIsItself() {
    let lights = Palette.darkColors.map(\.light)
    #expect(Set(lights).count == lights.count)
    #expect(lights.count == Mirror(reflecting: Palette.light).children.count)
  }

  @Test func contrastIsMeasuredAsWCAGDoes() {
    #expect(abs(contrast("#000000", "#ffffff") - 21) < 0.01)
    #expect(abs(contrast("#777777", "#ffffff") - 4.48) < 0.01)
  }

  // MARK: Colour

  enum ColorVision: CaseIterable, Sendable { case usual, protanopia, deuteranopia }

  private func linear(_ color: String) -> [Double] {
    let value = Int(color.dropFirst(), radix: 16)!
    return [16, 8, 0].map { shift in
      let part = Double(value >> shift & 0xff) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  private func luminance(_ color: String) -> Double {
    let rgb = linear(color)
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private func seen(_ color: String, _ vision: ColorVision) -> [Double] {
    let rgb = linear(color)
    let rows: [[Double]] =
      switch vision {
      case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopia:
        [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]
      case .deuteranopia:
        [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]
      }
    return rows.map { row in
      min(1, max(0, zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 }))
    }
  }

  private func lab(_ rgb: [Double]) -> [Double] {
    let x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505
    let y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    let z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089
    let f = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  /// CIE 1976.
  private func distance(_ one: String, _ other: String, _ vision: ColorVision) -> Double {
    zip(lab(seen(one, vision)), lab(seen(other, vision)))
      .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
