package dev.periplus.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.bench.KafkaBroker;
import dev.periplus.cli.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of a broker with TLS and passwords, to which sensors send. */
final class Topic implements AutoCloseable {
    private static final int ETHERNET = 14;
    private static final int SOURCE = ETHERNET + 12;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private final KafkaBroker broker;
    private final Path settings;
    private final String name;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @param settings properties of clients */
    Topic(KafkaBroker broker, Path settings, String name) throws IOException {
        this.broker = broker;
        this.settings = settings;
        this.name = name;
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            properties.load(in);
        }
        properties.put("bootstrap.servers", broker.address());
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The native records of captures. */
    static List<String> records(Path... captures) {
        List<String> command = new ArrayList<>(List.of("replay", "-o", "json"));
        Arrays.stream(captures).map(Path::toString).forEach(command::add);
        return Run.of(command.toArray(String[]::new))
                .out()
                .lines()
                .filter(line -> !line.startsWith("{\"run\""))
                .toList();
    }

    /** Sends records as a sensor does. */
    void send(String sensor, List<String> records) {
        send(
                sensor,
                records.stream().map(record -> record.getBytes(UTF_8)).toList().toArray(byte[][]::new));
    }

    /** @param sensor empty for none */
    void send(String sensor, byte[]... values) {
        sendAt(null, sensor, values);
    }

    /** @param time that the messages state, milliseconds since the epoch; null for now */
    void sendAt(Long time, String sensor, byte[]... values) {
        List<Header> headers = sensor.isEmpty()
                ? List.of()
                : List.of(
                        new RecordHeader("sensor", sensor.getBytes(UTF_8)),
                        new RecordHeader("version", "1.2".getBytes(UTF_8)),
                        new RecordHeader("rules", "ab12".getBytes(UTF_8)));
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (byte[] value : values) {
            byte[] key = value == null ? null : Arrays.copyOf(value, Math.min(value.length, 40));
            sent.add(producer.send(new ProducerRecord<>(name, null, time, key, value, headers)));
        }
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * What reads all that is there now.
     *
     * @param more options, each {@code NAME=VALUE}
     */
    StreamOptions options(int wait, String... more) throws IOException {
        Map<String, String> options =
                new HashMap<>(Map.of("settings", settings.toString(), "until", "now", "wait", String.valueOf(wait)));
        for (String option : more) {
            String[] words = option.split("=", 2);
            options.put(words[0], words[1]);
        }
        return StreamOptions.of(broker.address() + "/" + name, options);
    }

    /** Writes the packets of an Ethernet capture with IPv4 but for the first, as if the client had another port. */
    static Path middle(Path capture, int without, String client, int port, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        ByteBuffer pcap = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer kept = ByteBuffer.allocate(bytes.length).put(bytes, 0, FILE_HEADER);
        int next;
        int count = 0;
        for (int at = FILE_HEADER; at < bytes.length; at = next) {
            next = at + RECORD_HEADER + pcap.getInt(at + 8);
            int source = at + RECORD_HEADER + SOURCE;
            int ports = source + (source(bytes, source).equals(client) ? 8 : 10);
            bytes[ports] = (byte) (port >> Byte.SIZE);
            bytes[ports + 1] = (byte) port;
            if (count++ >= without) {
                kept.put(bytes, at, next - at);
            }
        }
        return Files.write(to, Arrays.copyOf(kept.array(), kept.position()));
    }

    private static String source(byte[] bytes, int at) {
        List<String> octets = new ArrayList<>();
        for (int i = at; i < at + 4; i++) {
            octets.add(String.valueOf(bytes[i] & 0xff));
        }
        return String.join(".", octets);
    }

    /** Writes the packets that a host of an Ethernet capture with IPv4 has sent. */
    static Path sentBy(Path capture, String host, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        ByteBuffer pcap = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer kept = ByteBuffer.allocate(bytes.length).put(bytes, 0, FILE_HEADER);
        int next;
        for (int at = FILE_HEADER; at < bytes.length; at = next) {
            next = at + RECORD_HEADER + pcap.getInt(at + 8);
            int source = at + RECORD_HEADER + SOURCE;
            if (source(bytes, source).equals(host)) {
                kept.put(bytes, at, next - at);
            }
        }
        return Files.write(to, Arrays.copyOf(kept.array(), kept.position()));
    }

    @Override
    public void close() {
        producer.close();
    }
}
