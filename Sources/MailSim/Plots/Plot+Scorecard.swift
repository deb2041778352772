extension Plot {
  /// Bars: the share of the runs in which each attack succeeds, and those of honest mail that pays.
  public init(_ card: Scorecard) {
    title = card.title
    x = Axis("")
    y = .share("share")
    let attacks = card.attacks.enumerated().compactMap { row, attack in
      attack.success.map { Point(x: Double(row), $0) }
    }
    let honest = card.honest.enumerated().compactMap { row, cost in
      cost.share.map { Point(x: Double(card.attacks.count + row), $0) }
    }
    series = [Series("attack succeeds", attacks), Series("honest mail", honest)]
    categories =
      card.attacks.map { "\($0.kind.number) \($0.name)" } + card.honest.map(\.name)
  }
}
