/// The logins of a server.
struct AccountTable: Sendable {
  struct Account: Sendable {
    let id: AccountID
    /// What a person logs in with, besides the address.
    let name: String
    let address: Mailbox?
    /// The mailbox as the store knows it; nil for one who only sends.
    let mailbox: MailboxID?
    let password: String
  }

  private var rows = OpenTable<AccountID, UInt32>()
  private var accounts: ContiguousArray<Account> = []

  subscript(id: AccountID) -> Account? { rows[id].map { accounts[Int($0)] } }

  /// Whether there is such a login here.
  func has(_ id: AccountID) -> Bool { rows[id] != nil }

  func mailbox(of id: AccountID) -> MailboxID? { rows[id].flatMap { accounts[Int($0)].mailbox } }

  mutating func append(_ account: Account) {
    rows.set(UInt32(accounts.count), for: account.id)
    accounts.append(account)
  }

  /// Whose login a name is: the person's, or the address.
  func account(named user: String) -> Account? {
    accounts.first { $0.name == user || $0.address?.description == user }
  }

  /// What an exchange has shown, as the numbers of a session.
  func credentials(_ proof: SASLProof) -> Credentials {
    let account = account(named: proof.user)
    return Credentials(
      account: account?.id, secretIsRight: account.map { proof.proves($0.password) } ?? false)
  }
}

extension AccountID: TableKey {
  var tableHash: UInt64 { UInt64(index) }
}
