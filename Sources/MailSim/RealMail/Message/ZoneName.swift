/// Time zones by name, as old and careless software writes them (RFC 5322 §4.3).
enum ZoneName {
  /// What a name says of the offset in minutes: `.some(nil)` for a name that is known to say
  /// nothing (military letters, which RFC 822 gave the wrong sign), nil for no zone name at all.
  static func offset(_ name: ArraySlice<UInt8>) -> Int?? {
    if name.count == 1, let letter = name.first {
      return ASCII.lower(letter) == UInt8(ascii: "z") ? .some(0) : .some(nil)
    }
    guard (2...5).contains(name.count) else { return nil }
    return table[String(decoding: name.map(ASCII.lower), as: UTF8.self)].map { .some($0) }
  }

  /// Names that mean one thing; `ist` and the like mean several and are left out.
  private static let table: [String: Int] = [
    "ut": 0, "gmt": 0, "utc": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
    "bst": 60, "west": 60, "cet": 60, "met": 60, "mez": 60, "cest": 120, "mest": 120, "mesz": 120,
    "eet": 120, "eest": 180, "msk": 180, "msd": 240,
    "jst": 540, "kst": 540, "awst": 480, "acst": 570, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780, "sast": 120,
  ]
}
