package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector;
import dev.periplus.flow.ExchangeFixture;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShellDetectorTest {
    private static final String FORMS = "\n\r \\:>$#@C[a.PS-";

    private final ShellDetector detector = new ShellDetector();

    /** What is found if the sides say this in turn; the first says the first. */
    private RecordingTrail talk(boolean clientFirst, String... said) {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false);
        for (int i = 0; i < said.length; i++) {
            boolean client = clientFirst == (i % 2 == 0);
            byte[] bytes = ascii(said[i]);
            if (detector.inspect(client ? exchange.client(bytes) : exchange.server(bytes), trail)
                    == Detector.Next.DONE) {
                break;
            }
        }
        return trail;
    }

    private static double weight(RecordingTrail trail) {
        return trail.found.stream().mapToDouble(RecordingTrail.Found::weight).sum();
    }

    @Test
    void aReverseShellOfWindowsTellsItsCommandsAndWhatTheyPrinted() {
        String prompt = "\r\n\r\nC:\\Users\\alice>";
        RecordingTrail trail = talk(
                true,
                "Microsoft Windows [Version 10.0.19045.3803]\r\n(c) Microsoft Corporation. All rights reserved."
                        + prompt,
                "whoami\n",
                "whoami\ncorp\\alice" + prompt);
        assertEquals(List.of("cmd.exe"), trail.metadata.get("shell.kind"));
        assertEquals(List.of("whoami"), trail.metadata.get("shell.command"));
        assertEquals(
                "corp\\alice | C:\\Users\\alice>",
                trail.metadata.get("shell.output").get(1));
        assertEquals(
                "the client runs a command shell: cmd.exe starts",
                trail.found.get(0).says());
        assertTrue(weight(trail) > 150, trail.found.toString());
    }

    @Test
    void shellsOfUnixAreKnownByTheirFirstWordsPromptsAndOutput() {
        assertEquals(
                List.of("sh"),
                talk(true, "/bin/sh: 0: can't access tty; job control turned off\n$ ")
                        .metadata
                        .get("shell.kind"));
        assertEquals(
                List.of("bash"),
                talk(true, "bash: no job control in this shell\nwww-data@web:/$ ")
                        .metadata
                        .get("shell.kind"));
        RecordingTrail bind = talk(true, "id\n", "uid=0(root) gid=0(root) groups=0(root)\n");
        assertEquals(List.of("id"), bind.metadata.get("shell.command"));
        assertTrue(bind.found.get(0).says().startsWith("the server runs"), bind.found.toString());
        assertTrue(weight(talk(false, "ls\n", "a.txt\nroot@web1:/root# ")) > 40);
        assertTrue(weight(talk(false, "Get-Date\r\n", "Monday\r\nPS C:\\Users\\bob> ")) > 40);
    }

    /** Two characters prove nothing; with an echo they do. */
    @Test
    void aBarePromptAloneIsLittle() {
        assertTrue(weight(talk(true, "hi\n", "# ", "done\n")) <= 20);
        assertTrue(weight(talk(true, "done\n", "$ ", "ok\n", "# ")) <= 20);
        assertTrue(weight(talk(true, "$ \n", "$ ", "$ \n")) <= 20);
        assertTrue(weight(talk(true, "ls\n", "ls\na.txt\n$ ", "pwd\n")) >= 45);
    }

    @Test
    void otherTextIsNoShell() {
        String[][] talks = {
            {"220 mx ESMTP\r\n", "EHLO me\r\n", "250 mx\r\n"},
            {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nMicrosoft Windows [Version 10]\r\n(c) C:\\Users>"},
            {"hello\n", "Price: 5 $\n", "ok\n", "C: is full>"},
            {"id\n", "no such user\n"},
            {"router1> ", "show version\n", "Cisco IOS\nrouter1> "},
            {"NICK me\r\n", ":irc.example 001 me :Welcome $\r\n"},
            {"whoami\n", ""}
        };
        for (String[] talk : talks) {
            RecordingTrail trail = talk(true, talk);
            assertTrue(trail.found.isEmpty() && trail.metadata.isEmpty(), talk[0] + trail.found);
        }
    }

    @Test
    void telnetWithOptionsIsLeftToItsOwnRules() {
        assertTrue(talk(false, "\u00ff\u00fd\u0018", "id\n", "uid=0(root) gid=0(root)\n")
                .found
                .isEmpty());
    }

    @Test
    void anyBytesTakeLittleTimeAndNothingThrows() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            char[] text = new char[random.nextInt(3_000)];
            for (int i = 0; i < text.length; i++) {
                text[i] = FORMS.charAt(random.nextInt(FORMS.length()));
            }
            RecordingTrail trail = talk(random.nextBoolean(), "id\n", new String(text), "x\n", new String(text));
            for (List<String> values : trail.metadata.values()) {
                assertTrue(values.size() < 10, "seed " + seed);
            }
        }
    }
}
