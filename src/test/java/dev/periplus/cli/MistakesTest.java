package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake is one sentence that names what is wrong, and has the exit status that scripts rely on. */
class MistakesTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    static Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        Files.write(folder.resolve("nothing.pcap"), new byte[0]);
        Files.writeString(folder.resolve("notes.txt"), "not a capture");
        Path ssh = Path.of(SSH);
        Files.write(folder.resolve("header.pcap"), Arrays.copyOf(Files.readAllBytes(ssh), 24));
        Files.copy(ssh, folder.resolve("other.pcap"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code SSH} is a capture, {@code T/} a folder of files of many kinds. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                // words that are neither command nor file
                "reviev x | USAGE | 'reviev' is neither a command nor a file; did you mean review?",
                "captures2 | USAGE | 'captures2' is neither a command nor a file",
                "help replya | USAGE | no help on 'replya'; did you mean replay?",
                "T/missing.pcap | UNREADABLE | missing.pcap: no such file",
                "SSH review | USAGE | 'review' is no file; a command comes first: periplus review",
                "SSH -f tcp port 22 | USAGE | two packet filters, -f 'tcp' and 'port 22'",
                "live lo | USAGE | unexpected argument 'lo'; did you mean -i lo?",
                "live SSH | USAGE | live captures on interfaces; periplus captures/ssh-on-3251.pcap reads a capture",
                "rules chek rules | USAGE | calibrate DIR...; did you mean check?",
                "registry shw 22 | USAGE | or update FILE...; did you mean show?",
                // options
                "SSH --evidnce | USAGE | unknown option --evidnce; did you mean --evidence?",
                "SSH --fiter=tcp | USAGE | unknown option --fiter=tcp; did you mean --filter or --files?",
                "SSH -x | USAGE | unknown option -x; explain --flow N shows packets",
                "SSH --colour always | USAGE | unknown option --colour; --color WHEN",
                "SSH --color often | USAGE | --color takes auto, always or never, not 'often'",
                "SSH -T pdml | USAGE | -T takes fields, json, ek or text, not 'pdml'",
                "SSH -T fields | USAGE | -T fields needs -e: -T fields -e ip.src",
                "SSH -e labl | USAGE | -e: no field is named 'labl'; did you mean label?",
                "SSH -e label -o json | USAGE | -e chooses columns of -o csv",
                "SSH -z conv,ip | USAGE | unknown option -z; -o services, ports, hosts",
                "SSH -Y | USAGE | -Y needs a value: -Y CONDITION",
                "SSH -c 0 | USAGE | --count takes a number of at least 1, not '0'",
                "SSH --shards 99 | USAGE | --shards takes a number from 1 to 16, not '99'",
                "SSH -t mars | USAGE | -t takes utc, local, epoch or delta, not 'mars'",
                "SSH --sort size | USAGE | --sort takes time, bytes, packets",
                "SSH --limit 0 | USAGE | --limit takes a number of at least 1",
                "SSH -o json --limit 5 | USAGE | --limit shortens -o table and views",
                "SSH -o lines --sort bytes | USAGE | --sort sorts -o table",
                "SSH -d 3251 | USAGE | -d takes a port and a label, such as tcp.port==3251,ssh",
                "SSH -d tcp.port==3251,shs | USAGE | no rule knows the label 'shs'; did you mean ssh?",
                "SSH -d tpc.port==3251,ssh | USAGE | is not a transport",
                // outputs
                "SSH -o jsn | USAGE | unknown format 'jsn'; choose from",
                "SSH -o html | USAGE | html needs a file: -o html=FILE",
                "SSH -o json=T/none/x.json | UNREADABLE | cannot be written: no folder",
                "SSH -o json=T/empty | UNREADABLE | is a folder; name a file",
                "SSH -o json=T/other.pcap | USAGE | other.pcap is a capture; choose another output",
                "carve SSH -Y ssh -w T/none/x.pcapng | UNREADABLE | cannot be written: no folder",
                "carve SSH -w T/x.pcapng | USAGE | carve needs a condition",
                "carve SSH -Y ssh | USAGE | no output file; name one with -w",
                // inputs
                "T/nothing.pcap | UNREADABLE | nothing.pcap",
                "T/notes.txt | UNREADABLE | notes.txt",
                "T/empty | USAGE | no capture in",
                "review T/none | UNREADABLE | none: no such file",
                "review | USAGE | no capture given",
                "verify SSH | UNREADABLE | is no report; verify reads what -o json=FILE",
                "verify T/none.json | UNREADABLE | none.json: no such file",
                "explain 99999 | USAGE | 99999",
                "explain sshh | USAGE | 'sshh' is no port and no registered service; did you mean ssh?",
                "registry show sssh | USAGE | 'sssh' is no port and no registered service; did you mean ssh?",
                // conditions
                "SSH -Y label==sssh | USAGE | no label is named 'sssh'; did you mean ssh?",
                "SSH -Y tls.snii | USAGE | unknown field or protocol 'tls.snii'; did you mean tls.sni",
                "SSH -Y sssh | USAGE | unknown field or protocol 'sssh'; did you mean ssh?",
                "SSH -Y label=ssh | USAGE | unexpected '='; use ==",
                "SSH -Y eth.addr==00:11:22:33:44:55 | NOTHING | filter packets with -f 'ether host ...'",
                // nothing left
                "SSH -Y dns | NOTHING | 0 of 1 flow matches -Y 'dns'",
                "SSH -Y ip.src==10.3.0.9 | NOTHING | source and destination are client and server",
                "T/header.pcap | NOTHING | no packets in what was read",
                "review T/header.pcap -q | NOTHING | no packets in what was read",
                "review SSH -Y dns -q | NOTHING | 0 of 1 flow matches -Y 'dns'",
                "carve SSH -Y dns -w T/x.pcapng | NOTHING | 0 of 1 flow matches -Y 'dns'; nothing was written",
                "annotate SSH -Y dns -w T/y.pcapng | NOTHING | 0 of 1 flow matches -Y 'dns'",
                "completion tcsh | USAGE | completion takes bash, zsh or fish",
            })
    void isOneSentenceWithItsStatus(String line, Exit status, String says) {
        Run run = run(line);
        assertTrue(run.err().contains(says), run.err());
        assertEquals(status, run.status(), run.err());
        List<String> sentences =
                run.err().lines().filter(one -> one.startsWith("periplus: ")).toList();
        assertEquals(1, sentences.size(), run.err());
    }

    private static Run run(String line) {
        return Run.of(Arrays.stream(line.split(" "))
                .map(word -> word.replace("SSH", SSH).replace("T/", folder + "/"))
                .toArray(String[]::new));
    }

    @Test
    void nothingThatMatchesIsNotCarved() {
        run("carve SSH -Y dns -w T/none.pcapng");
        assertTrue(Files.notExists(folder.resolve("none.pcapng")));
    }

    @Test
    void aFindingCountsMoreThanAnEmptyFilter() {
        assertEquals(Exit.FINDING, run("review SSH --fail-on high").status());
        assertEquals(
                Exit.DONE, run("review captures/everyday.pcapng --fail-on high").status());
    }

    @Test
    void whatPassesNoPacketFilterIsCounted() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Run.of("explain", "22").status() == Exit.DONE
                        && Run.of(SSH, "-f", "tcp").status() == Exit.DONE,
                "needs libpcap");
        Run none = Run.of(SSH, "-f", "udp port 53");
        assertEquals(Exit.NOTHING, none.status());
        assertTrue(none.err().contains("0 of 89 packets pass -f 'udp port 53'"), none.err());
        assertTrue(none.out().contains("0 of 89 packets pass -f"), none.out());
        Run wrong = Run.of(SSH, "-f", "port 99999");
        assertEquals(Exit.USAGE, wrong.status());
        assertTrue(wrong.err().contains("-f 'port 99999'") && !wrong.err().contains("pcap_compile"), wrong.err());
    }
}
