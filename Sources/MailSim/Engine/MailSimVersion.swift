/// Which MailSim this is.
public enum MailSimVersion {
  public static let version = "1.0.0"
}
