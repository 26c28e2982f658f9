package dev.periplus.report.peer;

import dev.periplus.answer.FlowSink;
import dev.periplus.report.Destination;
import dev.periplus.report.RecordQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code -o opensearch=URL/DATASTREAM}: the documents of {@link EcsReport} in a data stream of OpenSearch or Elasticsearch. */
public final class OpenSearchReport {
    private static final String NAME = "opensearch";

    /** A scheme, a server, perhaps a path, and the name of a data stream. */
    private static final Pattern TARGET =
            Pattern.compile("(https?://[^/@]+(?:/[^/?#]+)*)/([a-z0-9][a-z0-9._-]{0,199})");

    private OpenSearchReport() {}

    /** Begins the output; the first record goes to the server once there is one. */
    public static FlowSink open(Destination destination) throws IOException {
        Matcher target = TARGET.matcher(destination.target());
        if (!target.matches()) {
            throw new IOException(
                    "-o opensearch takes URL/DATASTREAM, such as https://search:9200/periplus-flows, not '"
                            + destination.target() + "'; a password belongs into --opensearch-settings FILE");
        }
        Properties settings = new Properties();
        Path file = destination.settings();
        if (file != null) {
            try (var in = Files.newInputStream(file)) {
                settings.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
        String stream = target.group(2);
        try {
            ServerClient client = new ServerClient(URI.create(target.group(1)), settings);
            DeadLetters dead =
                    new DeadLetters(Path.of(settings.getProperty("dead.letters", stream + "-refused.ndjson")));
            OpenSearchSender sender = new OpenSearchSender(client, stream, dead, destination.notes());
            return new RecordQueue(NAME, sender, destination.live(), destination.notes());
        } catch (IllegalArgumentException e) {
            throw new IOException("-o opensearch: " + e.getMessage(), e);
        }
    }
}
