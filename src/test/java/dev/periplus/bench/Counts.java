package dev.periplus.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Number of packets that Periplus read and of flows it found and evicted, from the last line of its NDJSON. */
record Counts(long packets, long flows, long evicted) {
    private static final int TAIL = 1 << 16;

    static Counts read(Path records) throws IOException {
        String tail;
        try (RandomAccessFile file = new RandomAccessFile(records.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(TAIL, file.length())];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            tail = new String(bytes, StandardCharsets.UTF_8).strip();
        }
        String last = tail.substring(tail.lastIndexOf('\n') + 1);
        return new Counts(counter(last, "packets-read"), counter(last, "flows"), counter(last, "flows.evicted"));
    }

    private static long counter(String run, String name) throws IOException {
        Matcher counter =
                Pattern.compile(Pattern.quote("\"" + name + "\":") + "(\\d+)").matcher(run);
        if (!run.startsWith("{\"run\"") || !counter.find()) {
            throw new IOException("the records do not end with the run's counters");
        }
        return Long.parseLong(counter.group(1));
    }
}
