package dev.periplus.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.answer.Counter;
import dev.periplus.answer.ExhibitTaker;
import dev.periplus.fuzz.Must;
import dev.periplus.report.json.JsonExhibits;
import dev.periplus.report.json.JsonReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports of any bytes, as {@code verify} takes them. A report is read, or refused with a printable IOException. */
public final class FuzzReports {
    private FuzzReports() {}

    private static final ExhibitTaker NOTHING = new ExhibitTaker() {
        @Override
        public void digest(String capture, String sha256) {}

        @Override
        public void exhibit(
                String capture,
                String uid,
                long packet,
                long offset,
                byte @Nullable [] bytes,
                String label,
                String rule) {}
    };

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            JsonExhibits.read(Must.file(bytes), NOTHING);
        } catch (IOException refused) {
            Must.bePrintable(String.valueOf(refused.getMessage()));
        }
    }

    public static List<byte[]> seeds() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport report = new JsonReport(out);
        report.flow(Records.full());
        report.flow(HostileTextTest.saying("text"));
        report.finding(HostileTextTest.finding("text"));
        report.finish(Records.run(Counter.FLOWS.count(2)));
        List<byte[]> seeds = new ArrayList<>(
                out.toString(UTF_8).lines().map(line -> line.getBytes(UTF_8)).toList());
        seeds.add(out.toByteArray());
        return seeds;
    }
}
