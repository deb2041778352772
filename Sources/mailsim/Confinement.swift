import ArgumentParser
import MailSim

/// How far a configuration that came from somebody else may reach into this machine.
struct Confinement: ParsableArguments {
  @Flag(help: "Read no file outside the directory of the configuration.")
  var confined = false

  var reach: ConfigurationReach { confined ? .directory : .machine }
}
