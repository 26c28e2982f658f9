package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.ReportedFlow;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Version;
import dev.periplus.review.Exhibits.Exhibit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reads the captures of a report again, and finds its exhibits in what the program finds: the bytes that lie in no
 * packet as they are (reassembled, decoded), the hosts and ports that sent them, and the label that they are evidence
 * for. Each capture is read by itself; if that leaves exhibits, all are read together.
 */
public final class Rereading {
    private final Exhibits exhibits;
    private boolean sameVersion;

    /** Endpoints of the report's flows by uid. */
    private final Map<String, List<Endpoint>> ends = new HashMap<>();

    private long confirmed;

    public Rereading(Exhibits exhibits) {
        this.exhibits = exhibits;
    }

    /** Adds a flow of the report. */
    public void flow(ReportedFlow flow) {
        ends.put(flow.uid(), List.of(flow.client(), flow.server()));
    }

    /** Exhibits that lie in no packet as they are and were found again. */
    public long confirmed() {
        return confirmed;
    }

    /**
     * Reads the captures.
     *
     * @param version of the program that wrote the report: if it is this one, it must find the same
     * @param found maps the path in the report to the path of the capture
     * @param failed receives a sentence for each exhibit that is not found, or is that of others
     */
    public void read(Engine.Settings settings, String version, UnaryOperator<String> found, Consumer<String> failed)
            throws FilterException {
        sameVersion = version.equals(Version.text());
        List<String> paths = exhibits.byCapture().keySet().stream()
                .filter(path -> Files.isRegularFile(Path.of(found.apply(path))))
                .toList();
        try (Engine engine = new Engine(settings)) {
            for (String path : paths) {
                engine.run(List.of(found.apply(path)), record -> take(record, List.of(path)));
            }
            if (paths.size() > 1 && isIncomplete(paths)) {
                List<String> all = new ArrayList<>();
                paths.forEach(path -> all.add(found.apply(path)));
                engine.run(all, record -> take(record, paths));
            }
        }
        for (String path : paths) {
            exhibits.byCapture()
                    .get(path)
                    .forEach((packet, here) -> here.forEach(one -> judge(path, packet, one, failed)));
        }
    }

    private boolean isIncomplete(List<String> paths) {
        return paths.stream()
                .flatMap(path -> exhibits.byCapture().get(path).values().stream())
                .flatMap(List::stream)
                .anyMatch(one -> !one.found && one.offset < 0);
    }

    private void take(FlowRecord record, List<String> paths) {
        record.evidence().forEach(piece -> take(record, piece, paths));
        for (Layer layer : record.inside()) {
            layer.evidence().forEach(piece -> take(record, piece, paths));
        }
    }

    private void take(FlowRecord record, Evidence piece, List<String> paths) {
        byte[] bytes = piece.bytes();
        if (piece.packet() <= 0 || bytes == null) {
            return;
        }
        Map<Long, List<Exhibit>> here = exhibits.byCapture().get(paths.get(piece.capture()));
        for (Exhibit one : here.getOrDefault(piece.packet(), List.of())) {
            if (Arrays.equals(one.bytes, bytes)) {
                one.found = true;
                one.sameHosts |= isBetween(record, ends.getOrDefault(one.uid, List.of()));
                one.sameLabel |= one.label.equals(piece.label()) && one.rule.equals(piece.rule());
            }
        }
    }

    private static boolean isBetween(FlowRecord record, List<Endpoint> reported) {
        if (reported.size() != 2) {
            return true;
        }
        Endpoint one = record.flow().endpoint(0);
        Endpoint other = record.flow().endpoint(1);
        return isSame(one, reported.get(0)) && isSame(other, reported.get(1))
                || isSame(one, reported.get(1)) && isSame(other, reported.get(0));
    }

    /** Only transports with ports have ports in every report. */
    private static boolean isSame(Endpoint one, Endpoint other) {
        return one.address().equals(other.address())
                && (one.port() == other.port() || !Transport.hasPorts(one.protocol()));
    }

    private void judge(String path, long packet, Exhibit one, Consumer<String> failed) {
        String where = path + ", packet " + packet + ", flow " + one.uid + ": ";
        if (!one.found) {
            if (one.offset < 0) {
                failed.accept(where + "bytes not found again");
            }
        } else if (!one.sameHosts) {
            failed.accept(where + "the packet belongs to other hosts or ports");
        } else if (!one.sameLabel && sameVersion) {
            failed.accept(where + "these bytes are no evidence of rule " + one.rule + " for " + one.label);
        } else if (one.offset < 0) {
            confirmed++;
        }
    }
}
