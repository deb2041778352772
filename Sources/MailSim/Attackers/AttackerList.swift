/// Who carries out which kind of attack. Those who only sit on the way of others' mail lead no
/// dialogues and stand elsewhere.
enum AttackerList {
  static func attacker(for campaign: Campaign) -> (any Attacker)? {
    switch campaign.attack.kind {
    case .openRelayScan: RelayScanner(campaign)
    case .spoofedSender: Spoofer(campaign)
    case .natRider: NATRider(campaign)
    case .addressReuse: LeaseHeir(campaign)
    case .smuggling: Smuggler(campaign)
    case .backscatter: JoeJobber(campaign)
    case .harvest: Harvester(campaign)
    case .campusBot: CampusBot(campaign)
    case .stolenAccount: AccountThief(campaign)
    case .snowshoe: Snowshoer(campaign)
    case .slowloris: Slowloris(campaign)
    case .mailLoop: LoopMaker(campaign)
    case .replay: Replayer(campaign)
    case .greylistBypass: PatientBot(campaign)
    case .blockListEvasion: AddressHopper(campaign)
    case .windowForgery: LogForger(campaign)
    case .sniffedPassword, .tlsStripping, .tlsInjection, .rogueExchanger, .compromisedGateway,
      .passiveTap, .accessDowngrade:
      nil
    }
  }
}
