extension Style.Role {
  init(_ protection: Protection) {
    self =
      switch protection {
      case .encrypted: .good
      case .plaintext: .bad
      case .unknown: .doubtful
      }
  }

  init(_ verdict: RelayVerdict) {
    self =
      switch verdict {
      case .accept: .good
      case .refuse: .bad
      case .defer: .doubtful
      }
  }
}
