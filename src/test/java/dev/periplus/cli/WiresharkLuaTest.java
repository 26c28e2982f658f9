package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that tells Wireshark what servers speak. */
class WiresharkLuaTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private Path script(String capture) {
        Path script = folder.resolve("periplus.lua");
        assertEquals(
                Exit.DONE,
                Run.of(capture, "-q", "-o", "wireshark-lua=" + script).status());
        return script;
    }

    private static String protocols(String capture, List<String> options) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("/usr/bin/tshark", "/usr/local/bin/tshark").anyMatch(tool -> Files.exists(Path.of(tool))),
                "tshark is not installed");
        List<String> words =
                new ArrayList<>(List.of("tshark", "-r", capture, "-T", "fields", "-e", "_ws.col.Protocol"));
        words.addAll(options);
        Process tshark = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String shown = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, tshark.waitFor());
        return shown;
    }

    @Test
    void tsharkDissectsWhatWasIdentified() throws Exception {
        assertFalse(protocols(SSH, List.of()).contains("SSH"));
        String chosen = protocols(SSH, List.of("-X", "lua_script:" + script(SSH)));
        assertTrue(chosen.contains("SSHv2"), chosen);
        assertFalse(chosen.contains("SSL"), chosen);
    }

    @Test
    void otherServersOnThePortStayAsTheyWere() throws Exception {
        Path script = script(SSH);
        Files.writeString(script, Files.readString(script).replace("10.3.0.9", "10.3.0.10"));
        String before = protocols(SSH, List.of());
        assertEquals(before, protocols(SSH, List.of("-X", "lua_script:" + script)));
    }

    @Test
    void portsAsRegisteredAreNotTold() throws IOException {
        String text = Files.readString(script("captures/change-before.pcap"));
        assertFalse(text.contains("10.7.0.53 53"), text);
        assertTrue(text.contains("local identified = {\n"), text);
    }
}
