import Foundation
import Testing

/// Two pages in a real browser, where one is installed; `make test-page` opens all of them.
@Suite struct PageTests {
  private static let hasBrowser = ["chromium", "chromedriver"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  @Test(
    .enabled(if: hasBrowser, "Chromium and its driver are not installed: no page is opened"),
    .timeLimit(.minutes(5)))
  func aBrowserPlaysThePages() throws {
    let command = try Command()
    defer { command.remove() }
    let ending = try command.run(
      """
      for name in figure-1-encryption figure-2-relay; do
        mailsim run "$SCENARIOS/$name.yaml" --format html -o $name.html || exit 1
      done
      python3 '\(Command.root.path)/Tests/Page/check.py' --slice figure-1-encryption.html \
        figure-2-relay.html
      """)
    // 69: the browser is here, but not what drives it.
    #expect([0, 69].contains(ending.status), "\(ending)")
  }

  @Test func aPageShowsOneRun() throws {
    let command = try Command()
    defer { command.remove() }
    let ending = try command.run(
      "mailsim run $SCENARIOS/t01-path.yaml $SCENARIOS/t10-same-machine.yaml --format html -o x.html"
    )
    #expect(ending.status == 64)
    #expect(ending.errors.contains("a page shows one run"))
  }

  /// Without a desktop it says where the page is.
  @Test func openSaysWhereThePageIs() throws {
    let command = try Command()
    defer { command.remove() }
    let ending = try command.run(
      """
      unset DISPLAY WAYLAND_DISPLAY; export TMPDIR=$PWD
      mailsim open $SCENARIOS/t01-path.yaml | tee said
      page=$(sed 's/.* the page is //' said); head -c 15 "$page"; stat -c ' %a' "$(dirname "$page")"
      """)
    ending.expectSuccess()
    #expect(ending.output.contains("No desktop is here; the page is "))
    #expect(ending.output.contains("<!doctype html> 700"))
  }

  /// A file that is saved is played again; a mistake in it is told, and does not end the watch.
  @Test func aSavedFileIsPlayedAgain() throws {
    let command = try Command()
    defer { command.remove() }
    let ending = try command.run(
      """
      cp $SCENARIOS/t01-path.yaml run.yaml
      "$MAILSIM" run run.yaml --watch --format html -o run.html 2> said &
      watcher=$!
      trap 'kill -9 $watcher' EXIT
      await() { for _ in $(seq 200); do eval "$1" && return; sleep 0.1; done; echo "never: $1"; }
      await 'grep -q isWatched.:true run.html 2>/dev/null'
      sed 's/^title: .*/title: Played again/' run.yaml > new && mv new run.yaml
      await 'grep -q "<title>Played again" run.html'
      echo 'nonsense: 1' >> run.yaml
      await 'grep -q nonsense said'
      sed '/nonsense/d; s/^title: .*/title: And again/' run.yaml > new && mv new run.yaml
      await 'grep -q "<title>And again" run.html'
      kill $watcher; wait $watcher; echo "ended with $?"
      """)
    #expect(ending.output == "ended with 143\n", "\(ending)")
  }
}
