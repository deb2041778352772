/// Which MailSim this is.
public enum Release {
  public static let version = "1.0.0"
}
