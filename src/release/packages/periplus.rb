# Before publication, replace the address by the one that the jar is published at.
class Periplus < Formula
  desc "Tells for every network flow what it really is, and why"
  url "https://example.org/periplus-@VERSION@.jar"
  sha256 "@SHA256@"
  version "@VERSION@"
  license "Apache-2.0"
  depends_on "openjdk"

  def install
    libexec.install "periplus-#{version}.jar"
    bin.write_jar_script libexec/"periplus-#{version}.jar", "periplus",
                         "--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/periplus --version")
  end
end
