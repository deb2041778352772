import Testing

@testable import MailSim

/// What a run keeps of a message while it is on its way, in octets.
@Suite struct MemoryTests {
  private static let message = MemoryLayout<MessageState>.stride
  private static let entry = MemoryLayout<QueueEntry>.stride
  private static let event = MemoryLayout<TimedEvent<WorldEvent>>.stride
  private static let metered =
    MemoryLayout<MeteredMessage?>.stride + MemoryLayout<MeteredCopy?>.stride

  @Test func aPendingEventIsSixteenOctets() {
    #expect(Self.event == 16)
  }

  /// The message, its entry in the queue, what the statistics know of it, and its next try.
  @Test func aMessageThatWaitsForItsNextTryFitsIntoTwoHundredOctets() {
    #expect(Self.message + Self.entry + Self.metered + Self.event <= 200)
  }

  /// The same while it waits for a connection instead: its transaction, and its place in the line.
  @Test func aMessageThatWaitsForAConnectionFitsIntoTwoHundredOctets() {
    #expect(
      Self.message + Self.entry + Self.metered + MemoryLayout<DeliveryJob>.stride
        + MemoryLayout<UInt32>.stride <= 200)
  }

  /// What a mailbox and the statistics keep of a message that lies there.
  @Test func aMessageInAMailboxFitsIntoFortyOctets() {
    #expect(MemoryLayout<MessageStore.Item>.stride + MemoryLayout<MeteredCopy?>.stride <= 40)
  }

  /// The two ends' state machines of an SMTP dialogue.
  @Test func theTwoHalvesOfADialogueFitIntoAHundredOctets() {
    let halves = MemoryLayout<SMTPClientSession>.size + MemoryLayout<SMTPServerSession>.size
    #expect(halves <= 100)
  }
}
