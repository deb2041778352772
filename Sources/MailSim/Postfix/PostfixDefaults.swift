/// Postfix's own values for the parameters that bear on relaying (postconf(5), 3.7), in its own
/// language: some hang on `compatibility_level` or on other parameters.
enum PostfixDefaults {
  static let values: [String: String] = [
    "compatibility_level": "0",
    "myhostname": "localhost.localdomain",
    "mydestination": "$myhostname, localhost.$mydomain, localhost",
    "myorigin": "$myhostname",
    "mynetworks_style": "${{$compatibility_level} <level {2} ? {subnet} : {host}}",
    "relay_domains": "${{$compatibility_level} <level {2} ? {$mydestination} : {}}",
    "virtual_alias_domains": "$virtual_alias_maps",
    "virtual_alias_maps": "$virtual_maps",
    "virtual_maps": "",
    "virtual_mailbox_domains": "$virtual_mailbox_maps",
    "virtual_mailbox_maps": "",
    "parent_domain_matches_subdomains":
      "debug_peer_list,fast_flush_domains,mynetworks,permit_mx_backup_networks,"
      + "qmqpd_authorized_clients,relay_domains,smtpd_access_maps",
    "smtpd_relay_restrictions":
      "${{$compatibility_level} <level {1} ? {} : "
      + "{permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}",
    "smtpd_relay_before_recipient_restrictions":
      "${{$compatibility_level} <level {3.6} ? {no} : {yes}}",
    "smtpd_client_restrictions": "", "smtpd_helo_restrictions": "",
    "smtpd_sender_restrictions": "", "smtpd_recipient_restrictions": "",
    "smtpd_data_restrictions": "", "smtpd_end_of_data_restrictions": "",
    "smtpd_restriction_classes": "", "smtpd_delay_reject": "yes",
    "relay_domains_reject_code": "554", "resolve_dequoted_address": "yes",
    "smtpd_reject_unlisted_recipient": "yes", "soft_bounce": "no",
    "smtpd_sasl_auth_enable": "no", "smtpd_tls_auth_only": "no",
    "smtpd_tls_security_level": "", "smtpd_enforce_tls": "no", "smtpd_use_tls": "no",
    "smtpd_tls_wrappermode": "no",
    "smtpd_sender_login_maps": "", "relay_clientcerts": "", "allow_percent_hack": "yes",
    "swap_bangpath": "yes", "allow_untrusted_routing": "no",
    "default_database_type": "hash", "proxy_interfaces": "", "inet_interfaces": "all",
    "mua_client_restrictions": "", "mua_helo_restrictions": "", "mua_sender_restrictions": "",
  ]
}
