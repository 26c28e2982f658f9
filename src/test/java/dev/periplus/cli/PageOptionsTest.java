package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the head of a page says. */
class PageOptionsTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private String page(String... words) throws IOException {
        Path page = folder.resolve("page.html");
        String[] all = new String[words.length + 3];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "-q";
        all[words.length + 1] = "-o";
        all[words.length + 2] = "html=" + page;
        assertEquals(Exit.DONE, Run.of(all).status());
        return Files.readString(page);
    }

    @Test
    void aPageOfReplayHasFindingsTimeAndTheNameOfItsCapture() throws IOException {
        String page = page(SSH);
        assertTrue(page.contains("<h2 id=\"summary\">1 finding: 1 high</h2>"), page.substring(0, 3000));
        assertTrue(page.contains("<title>Periplus: " + SSH + "</title>"));
        assertTrue(page.matches("(?s).*<span class=\"made\">made 2\\d{3}-.* UTC</span>.*"));
    }

    @Test
    void capturesThatAreReadEachByItselfAreNotSearched() throws IOException {
        String page = page("--each", SSH, "captures/odd-ports.pcap");
        assertTrue(page.contains("no findings were looked for"));
        assertTrue(page.contains("<title>Periplus: captures: 2 captures</title>"));
    }

    @Test
    void theUserNamesTheCase() throws IOException {
        String page = page("--title", "Case 7 <b>", SSH);
        assertTrue(page.contains("<title>Periplus: Case 7 &lt;b&gt;</title>"));
        Run json = Run.of("--title", "Case 7", SSH, "-o", "json");
        assertTrue(json.out().contains("\"title\":\"Case 7\""), json.out());
    }
}
