package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first command that comes to mind works, or is answered by a message with the right one. */
class NewcomerTest {
    private static final Path TABLE = Path.of("src/test/resources/dev/periplus/cli/newcomer.tsv");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Map<String, String> CAPTURES = Map.of(
            "SSH", "captures/ssh-on-3251.pcap",
            "EVERYDAY", "captures/everyday.pcapng",
            "BEFORE", "captures/change-before.pcap",
            "AFTER", "captures/change-after.pcap");

    @TempDir
    static Path folder;

    record Task(String who, String task, String command, Exit status, String says) {
        @Override
        public String toString() {
            return who + ": " + task;
        }
    }

    static Stream<Task> tasks() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new Task(cells[0], cells[1], cells[2], Exit.valueOf(cells[3]), cells[4]));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void isAnswered(Task task) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(task.command());
        while (word.find()) {
            String text = word.group(1) == null ? word.group(2) : word.group(1);
            words.add(CAPTURES.getOrDefault(text, text.replace("T/", folder + "/")));
        }
        Run run = Run.of(words.toArray(String[]::new));
        assertEquals(task.status(), run.status(), run.err());
        assertTrue((run.out() + run.err()).contains(task.says()), run.out() + run.err());
    }

    @Test
    void everyKindOfUserHasTasks() throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        tasks().forEach(task -> counts.merge(task.who(), 1, Integer::sum));
        assertEquals(Map.of("analyst", 15, "responder", 15, "live", 10), counts);
    }
}
