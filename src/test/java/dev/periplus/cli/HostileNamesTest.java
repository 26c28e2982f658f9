package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.engine.RawPcap;
import dev.periplus.report.HostileTextTest;
import dev.periplus.synthetic.Dns;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No name of a file, rule, list or interface writes to the terminal anything but its own text, in any command. */
class HostileNamesTest {
    /** Sets the title and colour of a terminal, rings, returns the cursor, begins a line, and turns text around. */
    private static final String ODD = "a\u001b]0;title\u0007\r\nforged\u009b31m\u202eb";

    /** ODD stands for the name in a word; CASE for a case, RULES for a folder of rules, OUT for a folder. */
    private static final List<String> COMMANDS = List.of(
            "CASE",
            "ODD",
            "--ODD CASE",
            "replay CASE",
            "replay CASE -o json",
            "replay --each CASE",
            "replay CASE/ODD.pcap",
            "replay missing-ODD",
            "replay --list CASE/ODD.pcap",
            "replay --list CASE/list-ODD.txt",
            "replay -o ODD CASE",
            "replay -o table=missing/ODD CASE",
            "replay -o csv=CASE/ODD.pcap CASE",
            "replay -Y ODD CASE",
            "replay -Y label==ODD CASE",
            "replay -f ODD CASE",
            "replay --rules missing-ODD CASE",
            "replay --rules RULES CASE",
            "replay --sockets CASE/ss-ODD.txt CASE --evidence",
            "replay --speed ODD CASE",
            "replay --speed max CASE",
            "live -i ODD",
            "live -i ODD --capture pcap",
            "live -i lo ODD",
            "live -i lo --metrics ODD:1",
            "interfaces ODD",
            "mcp missing-ODD",
            "mcp CASE --plugin missing-ODD",
            "interfaces",
            "review CASE",
            "review CASE --all",
            "review CASE/ODD",
            "review --state CASE/ODD.pcap CASE",
            "review --fail-on ODD CASE",
            "diff CASE CASE/ODD.pcap",
            "diff CASE missing-ODD",
            "diff CASE/cut-ODD.pcap CASE --all",
            "verify missing-ODD",
            "verify CASE/ODD.pcap",
            "verify REPORT",
            "verify --in missing-ODD REPORT",
            "explain 3251 CASE",
            "explain 3251/ODD",
            "explain ODD",
            "explain --flow 1 CASE/ODD.pcap",
            "explain --flow 1 CASE",
            "explain --flow 1 CASE/dns.pcap",
            "explain --flow 9 CASE",
            "explain --flow 1 --why-not ODD CASE",
            "explain --flow ODD CASE",
            "carve -Y flow==1 -w OUT/ODD.pcapng CASE",
            "carve -Y flow==1 -w missing/ODD.pcapng CASE",
            "carve -Y flow==1 -w CASE/ODD.pcap CASE",
            "annotate -w OUT/ODD.pcapng CASE",
            "annotate -w missing/ODD.pcapng CASE",
            "audit --zeek CASE/ODD.pcap CASE",
            "audit --suricata CASE/text-ODD.pcap CASE",
            "audit --zeek missing-ODD CASE/ODD.pcap",
            "exhibit 1 -w OUT/ODD.zip CASE/ODD.pcap",
            "exhibit ODD -w OUT/other-ODD.zip CASE",
            "exhibit 1 -w missing/ODD.zip CASE/ODD.pcap",
            "extract 1 -w OUT/ODD CASE/ODD.pcap",
            "extract ODD -w OUT/ODD CASE",
            "serve missing-ODD",
            "serve --port ODD CASE",
            "extcap --extcap-interfaces",
            "extcap --extcap-interface ODD --extcap-dlts",
            "rules check RULES",
            "rules check missing-ODD",
            "rules test RULES",
            "rules test GOOD",
            "rules list --rules GOOD",
            "rules new CASE",
            "rules new -w OUT/ODD --least 1 CASE",
            "rules new --transport ODD CASE",
            "rules ODD",
            "registry show ODD",
            "registry update missing-ODD",
            "registry update RULES/protocols/ODD.yaml",
            "registry ODD",
            "plugins --plugin ODD",
            "plugins ODD");

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("RULES/protocols"));
        Files.writeString(rules.resolve(ODD + ".yaml"), "id: a\n\"" + escaped() + "\": b\nname: " + escaped() + "\n");
        Path good = Files.createDirectories(folder.resolve("GOOD/protocols"));
        Files.copy(Path.of("rules/protocols/ssh.yaml"), good.resolve("ssh.yaml"));
        Path inside = Files.createDirectories(folder.resolve("CASE"));
        byte[] ssh = Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap"));
        Files.write(inside.resolve(ODD + ".pcap"), ssh);
        Files.write(inside.resolve("cut-" + ODD + ".pcap"), Arrays.copyOf(ssh, ssh.length - 9));
        Files.write(inside.resolve("copy-" + ODD + ".pcap"), ssh);
        Files.copy(Path.of("captures/lone-3248.pcap"), inside.resolve("lone-" + ODD + ".pcap"));
        Files.writeString(inside.resolve("text-" + ODD + ".pcap"), ODD);
        Files.writeString(inside.resolve("list-" + ODD + ".txt"), "missing-" + ODD);
        Files.writeString(
                inside.resolve("ss-" + ODD + ".txt"),
                "State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
                        + "LISTEN 0 128 10.3.0.9:3251 0.0.0.0:* users:((\"a\u001b]0;b\u0007\u202e\",pid=7,fd=3))\n");
        byte[] question = Dns.query(7, "\u001b]0;title\u0007\u001b[31m\nforged.example.org", Dns.A);
        new RawPcap().packet(0, 53, question).write(inside.resolve("dns.pcap"));
        Files.createDirectories(folder.resolve("OUT"));
        Path json = folder.resolve("REPORT");
        Path gone = folder.resolve("gone-" + ODD + ".pcap");
        Files.write(gone, ssh);
        assertEquals(Exit.DONE, Run.of(gone.toString(), "-o", "json=" + json).status());
        Files.delete(gone);
    }

    /** The name in double quotes of YAML. */
    private static String escaped() {
        StringBuilder yaml = new StringBuilder();
        ODD.codePoints().forEach(c -> yaml.append(String.format("\\u%04x", c)));
        return yaml.toString();
    }

    private String word(String word) {
        String named = word.replace("ODD", ODD);
        boolean path = named.matches("(?s)(CASE|RULES|GOOD|OUT|REPORT|missing).*");
        return path ? folder.resolve(named).toString() : named.replaceFirst("=(?=CASE|missing)", "=" + folder + "/");
    }

    static List<String> commands() {
        return COMMANDS;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void onlyPrintableTextAndLinesOfOurOwnReachTheTerminal(String command) {
        Run run = Run.of(Arrays.stream(command.split(" ")).map(this::word).toArray(String[]::new));
        for (String printed : List.of(run.out(), run.err())) {
            if (!command.contains("-o json")) {
                assertTrue(
                        printed.codePoints().noneMatch(c -> HostileTextTest.isActive(c, "table")),
                        () -> printed.lines().map(Printable::of).reduce("", (a, b) -> a + "\n" + b));
            }
            assertTrue(printed.lines().noneMatch(line -> line.startsWith("forged")), printed);
        }
        assertFalse(run.err().contains("Exception"), run.err());
    }

    @Test
    void everyCommandIsTried() {
        Set<String> all = new TreeSet<>();
        Main.COMMANDS.forEach(command -> all.add(command.name()));
        Set<String> tried = new TreeSet<>();
        COMMANDS.forEach(command -> tried.add(command.split(" ")[0]));
        tried.retainAll(all);
        assertEquals(all, tried);
    }

    @Test
    void aCaptureWithALineBreakInItsNameIsReadLikeAnyOther() {
        Run run = Run.of(folder.resolve("CASE").toString(), "-o", "json");
        long named = run.records().stream()
                .filter(record -> String.valueOf(record.get("capture")).contains(ODD))
                .count();
        assertEquals(2, named, run.out());
    }
}
