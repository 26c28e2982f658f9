package dev.periplus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.parse.RpmInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What a release has works where neither a JDK nor the sources are. */
class ReleaseIT {
    private static final Path RELEASE = Path.of("target/release").toAbsolutePath();
    private static final Path CAPTURES = Path.of("captures").toAbsolutePath();
    private static final Path CAPTURE = CAPTURES.resolve("ssh-on-3251.pcap");
    private static final long MOST_BYTES = 60_000_000;

    private static final Pattern EXAMPLE =
            Pattern.compile("```console\\n\\$ \\./periplus (.*?)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TOOK = Pattern.compile("(?m)^took .*\\n?");

    @TempDir
    static Path unpacked;

    @TempDir
    Path folder;

    private static Path launcher;

    @BeforeAll
    static void unpack() throws Exception {
        Path archive = released("-linux-x64.tar.gz");
        assertTrue(Files.size(archive) <= MOST_BYTES, Files.size(archive) + " bytes");
        assertEquals(
                0,
                Command.run(unpacked, List.of("tar", "xzf", archive.toString())).status());
        try (Stream<Path> folders = Files.list(unpacked)) {
            launcher = folders.findFirst().orElseThrow().resolve("bin/periplus");
        }
    }

    static Path released(String ending) throws IOException {
        try (Stream<Path> files = Files.list(RELEASE)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending)
                            && !file.getFileName().toString().startsWith(CoreLibrary.NAME))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> words(String... words) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        return command;
    }

    private Command periplus(String... words) throws Exception {
        return Command.run(folder, words(words));
    }

    /** Compares what was printed with the first example of the README. */
    static void assertExample(String printed) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        assertTrue(example.find());
        assertEquals("captures/ssh-on-3251.pcap", example.group(1));
        assertEquals(
                TOOK.matcher(example.group(2)).replaceAll("").strip(),
                TOOK.matcher(printed).replaceAll("").strip());
    }

    @Test
    void everyFileHasItsSum() throws Exception {
        Command sums = Command.run(RELEASE, List.of("sha256sum", "--strict", "-c", Sums.FILE));
        assertEquals(0, sums.status(), sums.toString());
        assertTrue(sums.out().lines().count() >= 7, sums.out());
    }

    @Test
    void theBillOfMaterialsIsJsonAndNamesTheRuntime() throws Exception {
        List<String> names = new ArrayList<>();
        String bill = Files.readString(released(".cdx.json"));
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bill)) {
            while (parser.nextToken() != null) {
                if ("name".equals(parser.currentName())) {
                    names.add(parser.getString());
                }
            }
        }
        assertTrue(names.containsAll(List.of("periplus", "OpenJDK", "disruptor", "zstd-jni")), names.toString());
    }

    @Test
    void theFirstExampleOfTheReadmePrintsWhatItShows() throws Exception {
        Files.createSymbolicLink(folder.resolve("captures"), CAPTURES);
        assertExample(periplus("captures/ssh-on-3251.pcap").out());
    }

    @Test
    void versionNamesCommitAndRules() throws Exception {
        Command version = periplus("--version");
        String jar = released(".jar").getFileName().toString();
        assertTrue(version.out().contains(jar.substring("periplus-".length(), jar.length() - ".jar".length())), jar);
        assertTrue(
                Pattern.compile("(?m)^rules +SHA-256 [0-9a-f]{64}$")
                        .matcher(version.out())
                        .find(),
                version.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay CAPTURE --memory 200m -f tcp -o table -o json=r.json -o sqlite=r.db -o html=r.html -o csv=r.csv",
                "replay CAPTURES -o zeek=z -o services",
                "interfaces",
                "review CAPTURES --all",
                "diff CAPTURES/change-before.pcap CAPTURES/change-after.pcap",
                "explain 3251/tcp CAPTURE",
                "explain --flow 1 CAPTURE",
                "carve -Y label==ssh -w o.pcapng CAPTURE",
                "annotate -w n.pcapng CAPTURE",
                "rules list",
                "rules test RULES",
                "rules check RULES",
                "registry show 3251",
                "live --help"
            })
    void everyCommandRuns(String line) throws Exception {
        String[] words = line.replace("CAPTURES", CAPTURES.toString())
                .replace("CAPTURE", CAPTURE.toString())
                .replace("RULES", Path.of("rules").toAbsolutePath().toString())
                .split(" ");
        Command run = periplus(words);
        assertEquals(0, run.status(), run.toString());
        assertTrue(!run.out().isEmpty() || words[0].equals("carve") || words[0].equals("annotate"), run.toString());
    }

    @Test
    void verifyReadsWhatReplayWrote() throws Exception {
        assertEquals(
                0, periplus("replay", CAPTURE.toString(), "-o", "sqlite=r.db").status());
        Command verified = periplus("verify", "r.db");
        assertEquals(0, verified.status(), verified.toString());
        assertTrue(verified.out().contains(" 0 failed"), verified.out());
    }

    @Test
    void compressedCapturesAreRead() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zstd")), "no zstd");
        Path zipped = folder.resolve("c.pcap.zst");
        Command.run(folder, List.of("zstd", "-q", CAPTURE.toString(), "-o", zipped.toString()));
        Command run = periplus(zipped.toString());
        assertEquals(0, run.status(), run.toString());
        assertTrue(run.out().contains("SSH-2.0-OpenSSH_9.3"), run.out());
    }

    @Test
    void liveOpensAnInterface() throws Exception {
        assumeTrue(isRoot(), "only root can capture");
        Command run = periplus("live", "-i", "lo", "--user", "root", "-a", "duration:1");
        assertEquals(0, run.status(), run.toString());
        assertTrue(run.out().contains("lo: live"), run.toString());
    }

    @Test
    void theClassDataArchiveIsUsed() throws Exception {
        Command run = Command.run(folder, Map.of("PERIPLUS_JAVA_OPTIONS", "-Xshare:on"), words("--version"));
        assertEquals(0, run.status(), run.toString());
    }

    /** By processor time, which a busy machine changes little; of five runs each, in turn, the best. */
    @Test
    void itStartsNoSlowerThanTheJar() throws Exception {
        List<String> jar = List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                released(".jar").toString(),
                CAPTURE.toString());
        double packaged = Double.MAX_VALUE;
        double alone = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            packaged = Math.min(packaged, seconds(words(CAPTURE.toString())));
            alone = Math.min(alone, seconds(jar));
        }
        System.out.printf("processor time to start: packaged %.3f s, jar %.3f s%n", packaged, alone);
        assertTrue(packaged <= alone, packaged + " s against " + alone);
    }

    private double seconds(List<String> command) throws Exception {
        List<String> timed =
                new ArrayList<>(List.of("bash", "-euc", "TIMEFORMAT='%U %S'; time \"$@\" >/dev/null", "bash"));
        timed.addAll(command);
        Command run = Command.run(folder, timed);
        assertEquals(0, run.status(), run.toString());
        String[] times = run.err().strip().split(" ");
        return Double.parseDouble(times[0]) + Double.parseDouble(times[1]);
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path completion = launcher.resolve("../../share/bash-completion/completions/periplus")
                .normalize();
        String ask = "source " + completion
                + "; COMP_CWORD=%d; COMP_WORDS=(%s); _periplus || true; echo \"${COMPREPLY[*]}\"";
        assertEquals("carve\n", bash(ask.formatted(1, "periplus ca")));
        assertEquals("--active-timeout\n", bash(ask.formatted(2, "periplus live --ac")));
        assertEquals("calibrate\n", bash(ask.formatted(2, "periplus rules ca")));
        assertEquals("\n", bash(ask.formatted(2, "periplus replay cap")));
    }

    private String bash(String script) throws Exception {
        Command run = Command.run(folder, List.of("bash", "-euc", script));
        assertEquals(0, run.status(), run.toString());
        return run.out();
    }

    @Test
    void thePackageForDebianUnpacks() throws Exception {
        Path root = folder.resolve("root");
        assertEquals(
                0,
                Command.run(folder, List.of("dpkg-deb", "-x", released(".deb").toString(), root.toString()))
                        .status());
        Files.createSymbolicLink(folder.resolve("captures"), CAPTURES);
        String periplus = root.resolve("usr/bin/periplus").toString();
        assertExample(Command.run(folder, List.of(periplus, "captures/ssh-on-3251.pcap"))
                .out());
    }

    @Test
    void thePackageForDebianInstallsRunsShowsItsManualAndGoes() throws Exception {
        installsRunsAndGoes(".deb", "dpkg --path-include='/usr/share/man/*' -i package", "dpkg --purge periplus");
    }

    /** The database of packages of this system, Debian's, has none of the libraries that it needs. */
    @Test
    void thePackageForFedoraInstallsRunsShowsItsManualAndGoes() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/rpm")), "there is no rpm");
        installsRunsAndGoes(".rpm", "rpm -Kv package >&2; rpm --nodeps -iv package", "rpm -ev periplus");
    }

    /** In a copy of this system that is gone afterwards (overlayfs), without its JDK. */
    private void installsRunsAndGoes(String ending, String install, String remove) throws Exception {
        assumeTrue(isRoot() && canOverlay(), "installing needs root and overlayfs");
        Command run = isolated("""
                mkdir "$1/upper" "$1/work" "$1/root"
                mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
                cp "$2" "$1/root/root/package"
                mkdir -p "$1/root/root/captures"
                cp "$3" "$1/root/root/captures"
                mount --bind /proc "$1/root/proc"
                mount --rbind /dev "$1/root/dev"
                [ ! -d /usr/lib/jvm ] || mount -t tmpfs none "$1/root/usr/lib/jvm"
                chroot "$1/root" sh -euc "
                    cd /root
                    $4 >&2
                    periplus captures/ssh-on-3251.pcap
                    ! command -v man >/dev/null || MANWIDTH=80 man periplus >&2
                    test -f /usr/share/man/man1/periplus-live.1.gz
                    systemd-analyze verify periplus@eth0.service >&2 || test ! -x /usr/bin/systemd-analyze
                    $5 >&2
                    test ! -e /usr/lib/periplus
                "
                """, released(ending).toString(), CAPTURE.toString(), install, remove);
        assertEquals(0, run.status(), run.toString());
        assertExample(run.out());
        if (Files.isExecutable(Path.of("/usr/bin/man"))) {
            assertTrue(run.err().contains("periplus-replay(1)"), run.err());
        }
    }

    @Test
    void thePackageForFedoraNamesWhatItHoldsAndNeeds() throws Exception {
        try (RpmInputStream rpm = new RpmInputStream(Files.newInputStream(released(".rpm")))) {
            var header = rpm.getPayloadHeader();
            assertEquals("periplus", header.getTag(RpmTag.NAME));
            assertEquals("x86_64", header.getTag(RpmTag.ARCH));
            List<String> needs = List.of((String[]) header.getTag(RpmTag.REQUIRE_NAME));
            assertTrue(needs.stream().anyMatch(name -> name.startsWith("libc.so.6(GLIBC_2.")), needs.toString());
            Set<String> names = new HashSet<>();
            for (var entry = rpm.getCpioStream().getNextEntry();
                    entry != null;
                    entry = rpm.getCpioStream().getNextEntry()) {
                names.add(entry.getName());
            }
            assertTrue(
                    names.containsAll(List.of(
                            "./usr/bin/periplus",
                            "./usr/lib/periplus/runtime/bin/java",
                            "./usr/lib/systemd/system/periplus@.service",
                            "./usr/share/man/man1/periplus.1.gz")),
                    names.toString());
        }
    }

    /** As a container engine would start it, but for the engine. */
    @Test
    void theContainerImageRunsWithoutRoot() throws Exception {
        assumeTrue(isRoot() && canOverlay(), "a root of its own needs root");
        Command run = isolated("""
                mkdir "$1/image" "$1/root"
                tar xf "$2" -C "$1/image"
                grep -q '"org.opencontainers.image.ref.name":"periplus:latest"' "$1/image/index.json"
                layer=$(sed 's/.*"Layers":\\["\\([^"]*\\)".*/\\1/' "$1/image/manifest.json")
                tar xzf "$1/image/$layer" -C "$1/root"
                cp "$3" "$1/root/captures"
                mkdir "$1/root/proc"
                mount --bind /proc "$1/root/proc"
                chroot --userspec=65532:65532 "$1/root" /usr/lib/periplus/runtime/bin/java -Xshare:on -XX:+UseSerialGC \
                    -m dev.periplus/dev.periplus.cli.Main /captures/ssh-on-3251.pcap -f tcp -o table -o sqlite=/tmp/r.db
                """, released("-container.tar").toString(), CAPTURE.toString());
        assertEquals(0, run.status(), run.toString());
        assertTrue(run.out().contains("SSH-2.0-OpenSSH_9.3"), run.out());
    }

    /** Runs a script whose mounts end with it; {@code $1} is an empty folder in memory. */
    private Command isolated(String script, String... arguments) throws Exception {
        Path space = Files.createDirectory(folder.resolve("space"));
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "sh", "-euc", "mount -t tmpfs none \"$1\"\n" + script, "sh", space.toString()));
        command.addAll(List.of(arguments));
        return Command.run(folder, command);
    }

    private boolean canOverlay() throws Exception {
        return Files.readString(Path.of("/proc/filesystems")).contains("overlay")
                && Command.run(folder, List.of("unshare", "--mount", "true")).status() == 0;
    }

    private boolean isRoot() throws Exception {
        return Command.run(folder, List.of("id", "-u")).out().equals("0\n");
    }
}
