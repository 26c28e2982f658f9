package dev.periplus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Debian package in a system that has nothing else: the essential packages and those that show manuals, made once by
 * debootstrap from the mirror of this system and kept in {@code target/clean-root}.
 */
class CleanRootIT {
    private static final Path ROOT = Path.of("target/clean-root").toAbsolutePath();
    private static final Path CAPTURE = Path.of("captures/ssh-on-3251.pcap").toAbsolutePath();

    @TempDir
    Path folder;

    private Command shell(String script, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
        words.addAll(List.of(arguments));
        return Command.run(folder, words);
    }

    private void makeRoot() throws Exception {
        if (Files.exists(ROOT)) {
            return;
        }
        // Written beside, so that a root that was not completed is not taken for one that was.
        Command made = shell("""
                from=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
                    grep ' [a-z]* main$' | head -n 1 | cut -d ' ' -f 1,2)
                rm -rf "$1.part"
                debootstrap --variant=minbase --include=man-db "${from#* }" "$1.part" "${from% *}"
                rm -rf "$1.part/var/cache/apt/archives"
                mv "$1.part" "$1"
                """, ROOT.toString());
        if (made.status() != 0) {
            abort("no clean system could be made here: "
                    + (made.err() + made.out()).lines().reduce("", (before, line) -> line));
        }
    }

    @Test
    void thePackageForDebianWorksWhereNothingElseIs() throws Exception {
        assumeTrue(shell("id -u").out().equals("0\n"), "only root can make a system of its own");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/debootstrap")), "there is no debootstrap");
        assumeTrue(shell("unshare --mount grep -q overlay /proc/filesystems").status() == 0, "no overlayfs here");
        makeRoot();
        Path space = Files.createDirectory(folder.resolve("space"));
        String script = """
                mount -t tmpfs none "$1"
                mkdir "$1/upper" "$1/work" "$1/root"
                mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" "$1/root"
                cp "$3" "$1/root/root/periplus.deb"
                mkdir "$1/root/root/captures"
                cp "$4" "$1/root/root/captures"
                mount -t proc proc "$1/root/proc"
                chroot "$1/root" sh -euc '
                    cd /root
                    ! command -v java
                    test ! -e /usr/lib/x86_64-linux-gnu/libpcap.so.0.8
                    dpkg -i periplus.deb >&2
                    periplus captures/ssh-on-3251.pcap
                    MANWIDTH=80 man -P cat periplus >&2
                    dpkg --verify periplus >&2
                    dpkg --purge periplus >&2
                    test ! -e /usr/lib/periplus
                '
                """;
        Command run = Command.run(
                folder,
                List.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-euc",
                        script,
                        "sh",
                        space.toString(),
                        ROOT.toString(),
                        ReleaseIT.released(".deb").toString(),
                        CAPTURE.toString()));
        assertEquals(0, run.status(), run.toString());
        ReleaseIT.assertExample(run.out());
        assertTrue(run.err().contains("periplus-replay(1)"), run.err());
    }
}
