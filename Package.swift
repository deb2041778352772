// swift-tools-version: 6.1
import PackageDescription

/// What every target is held to: a public interface says what it imports, an
/// existential says so, and a warning is an error in CI (`make lint`).
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "MailSim",
  products: [
    .library(name: "MailSim", targets: ["MailSim"]),
    .executable(name: "mailsim", targets: ["MailSimCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CGraphviz",
      pkgConfig: "libgvc",
      providers: [.apt(["libgraphviz-dev"])]
    ),
    .systemLibrary(
      name: "CSQLite",
      pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]
    ),
    .systemLibrary(
      name: "CPCRE2",
      pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"])]
    ),
    .target(
      name: "MailSim",
      dependencies: [
        "CGraphviz",
        "CPCRE2",
        .product(name: "BasicContainers", package: "swift-collections"),
        .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "Yams", package: "Yams"),
      ],
      path: "Sources/MailSim",
      resources: ["course.css", "course.js", "page.css", "page.js"].map {
        .embedInCode("Page/\($0)")
      },
      swiftSettings: strict
    ),
    // Apart from the library, so that nobody who only simulates has to build a database.
    .target(
      name: "MailSimDatabase",
      dependencies: ["CSQLite", "MailSim"],
      path: "Sources/MailSimDatabase",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "MailSimCommand",
      dependencies: [
        "MailSim",
        "MailSimDatabase",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/mailsim",
      swiftSettings: strict
    ),
    .testTarget(
      name: "MailSimTests",
      dependencies: ["MailSim", "MailSimDatabase"],
      path: "Tests/MailSimTests",
      exclude: ["Golden"],
      swiftSettings: strict
    ),
    // The command as its users meet it: as a program.
    .testTarget(
      name: "CommandTests",
      dependencies: ["MailSimCommand"],
      path: "Tests/CommandTests",
      swiftSettings: strict
    ),
    .testTarget(
      name: "RealServerTests",
      dependencies: ["MailSim"],
      path: "Tests/RealServerTests",
      swiftSettings: strict
    ),
  ]
)
