"""MailSim beside its peers: what is run, how it is measured, and how it is told."""
