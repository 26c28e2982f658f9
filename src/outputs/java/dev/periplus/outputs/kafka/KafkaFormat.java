package dev.periplus.outputs.kafka;

import dev.periplus.answer.FlowSink;
import dev.periplus.report.AddedFormat;
import dev.periplus.report.Destination;
import dev.periplus.report.RecordQueue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;

/** {@code -o kafka=BROKERS/TOPIC}. */
public final class KafkaFormat implements AddedFormat {
    private static final Pattern TARGET =
            Pattern.compile("([^/]+:\\d{1,5}(?:,[^/]+:\\d{1,5})*)/([a-zA-Z0-9._-]{1,249})");

    private static final String LOG = "org.slf4j.simpleLogger.log.org.apache.kafka";

    /** For {@link java.util.ServiceLoader}. */
    public KafkaFormat() {}

    @Override
    public String id() {
        return "kafka";
    }

    @Override
    public FlowSink open(Destination destination) throws IOException {
        Matcher target = TARGET.matcher(destination.target());
        if (!target.matches()) {
            throw new IOException("-o kafka takes BROKERS/TOPIC, such as broker1:9092,broker2:9092/flows, not '"
                    + destination.target() + "'");
        }
        Properties given = new Properties();
        Path settings = destination.settings();
        if (settings != null) {
            try (InputStream in = Files.newInputStream(settings)) {
                given.load(in);
            } catch (IllegalArgumentException e) {
                throw new IOException(settings + ": " + e.getMessage(), e);
            }
        }
        if (System.getProperty(LOG) == null) {
            System.setProperty(LOG, "error"); // it warns at every try while a broker is away
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(getClass().getClassLoader());
        try {
            KafkaSender sender = new KafkaSender(target.group(1), target.group(2), given, destination.origin());
            return new RecordQueue(id(), sender, destination.live(), destination.notes());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("-o kafka: " + cause.getMessage(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
