// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "MailSim", path: "..")],
  targets: [
    .executableTarget(
      name: "bench", dependencies: [.product(name: "MailSim", package: "MailSim")],
      path: "Sources/Bench", swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
