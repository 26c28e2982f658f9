package dev.periplus.review;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.ExhibitTaker;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes a report is based on: every piece of evidence that names a packet and an offset. They can be compared with
 * the captures.
 */
public final class Exhibits implements ExhibitTaker {
    private static final HexFormat HEX = HexFormat.of();

    /** Exhibits by packet number, by path of the capture. */
    private final Map<String, Map<Long, List<Exhibit>>> byCapture = new LinkedHashMap<>();

    /** SHA-256 by path of the capture, if the report has it. */
    private final Map<String, String> digests = new LinkedHashMap<>();

    private long count;
    private long withoutPlace;
    private long confirmed;

    /** The exhibits, with what is found when the captures are read again. */
    static final class Exhibit {
        final String uid;
        final long offset;
        final byte[] bytes;
        final String label;
        final String rule;

        /** Whether the same bytes of the packet were found again, of the same hosts, for the same label by the same rule. */
        boolean found;

        boolean sameHosts;
        boolean sameLabel;

        Exhibit(String uid, long offset, byte[] bytes, String label, String rule) {
            this.uid = uid;
            this.offset = offset;
            this.bytes = bytes;
            this.label = label;
            this.rule = rule;
        }
    }

    /** The exhibits of a capture by packet number. */
    Map<String, Map<Long, List<Exhibit>>> byCapture() {
        return byCapture;
    }

    @Override
    public void digest(String capture, String sha256) {
        digests.put(capture, sha256);
    }

    @Override
    public void exhibit(
            String capture, String uid, long packet, long offset, byte @Nullable [] bytes, String label, String rule) {
        if (packet <= 0 || bytes == null) {
            return;
        }
        count++;
        withoutPlace += offset < 0 ? 1 : 0;
        byCapture
                .computeIfAbsent(capture, key -> new HashMap<>())
                .computeIfAbsent(packet, key -> new ArrayList<>(1))
                .add(new Exhibit(uid, offset, bytes, label, rule));
    }

    /** SHA-256 digests by path of the capture, as in the report. */
    public Map<String, String> digests() {
        return digests;
    }

    /** Number of exhibits. */
    public long count() {
        return count;
    }

    /**
     * Exhibits without an offset in a packet (reassembled from fragments, deep in a stream, or decoded). {@link
     * Rereading} finds them again.
     */
    public long withoutPlace() {
        return withoutPlace;
    }

    /** Exhibits that {@link #compare} found unchanged. */
    public long confirmed() {
        return confirmed;
    }

    /**
     * Compares each exhibit with its capture.
     *
     * @param found maps the path in the report to the path of the capture
     * @param failed receives a sentence for each exhibit that is missing or differs
     */
    public void compare(UnaryOperator<String> found, Consumer<String> failed) throws FilterException {
        for (Map.Entry<String, Map<Long, List<Exhibit>>> entry : byCapture.entrySet()) {
            String path = entry.getKey();
            Map<Long, List<Exhibit>> left = new HashMap<>(entry.getValue());
            Path place = Path.of(found.apply(path));
            if (Files.exists(place) && !Files.isRegularFile(place)) {
                failed.accept(path + ": not a regular file, so its "
                        + Amounts.count(
                                left.values().stream().mapToInt(List::size).sum(), "exhibit")
                        + " cannot be compared");
                continue;
            }
            try (CaptureSet set = new CaptureSet(List.of(place.toString()), CaptureOptions.everything())) {
                List<CaptureOutcome> outcomes =
                        set.read((bytes, offset, captured, wire, time, link, capture, number) -> {
                            List<Exhibit> here = left.remove(number);
                            for (Exhibit exhibit : here == null ? List.<Exhibit>of() : here) {
                                if (exhibit.offset >= 0) {
                                    compare(path, number, exhibit, bytes, offset, captured, failed);
                                }
                            }
                        });
                String problem = outcomes.get(0).problem();
                left.forEach((number, missing) -> missing.forEach(exhibit -> failed.accept(path + ", packet " + number
                        + ", flow " + exhibit.uid + ": no such packet"
                        + (problem == null ? "" : "; " + problem))));
            }
        }
    }

    private void compare(
            String path,
            long number,
            Exhibit exhibit,
            byte[] bytes,
            int offset,
            int captured,
            Consumer<String> failed) {
        int length = exhibit.bytes.length;
        int from = offset + (int) Math.min(exhibit.offset, captured);
        boolean same = exhibit.offset <= captured - length
                && Arrays.equals(bytes, from, from + length, exhibit.bytes, 0, length);
        if (same) {
            confirmed++;
        } else {
            failed.accept(path + ", packet " + number + ", byte " + exhibit.offset + ", flow " + exhibit.uid
                    + ": bytes differ from " + HEX.formatHex(exhibit.bytes));
        }
    }
}
