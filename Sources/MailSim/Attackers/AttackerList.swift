/// Who carries out which kind of attack.
enum AttackerList {
  static func attacker(for campaign: Campaign) -> any Attacker {
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
    case .replay: DKIMReplayer(campaign)
    case .greylistBypass: PatientBot(campaign)
    case .blockListEvasion: AddressHopper(campaign)
    case .windowForgery: LogForger(campaign)
    case .sniffedPassword: PasswordSniffer(campaign)
    case .tlsStripping: TLSStripper(campaign)
    case .tlsInjection: CommandInjector(campaign)
    case .rogueExchanger: RogueExchanger(campaign)
    case .compromisedGateway: GatewayReader(campaign)
    case .passiveTap: PassiveTap(campaign)
    case .accessDowngrade: AccessDowngrader(campaign)
    }
  }
}
