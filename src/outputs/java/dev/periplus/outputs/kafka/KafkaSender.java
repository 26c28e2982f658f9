package dev.periplus.outputs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.report.Destination.Origin;
import dev.periplus.report.FlowIds;
import dev.periplus.report.RecordQueue;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends native records to a topic. The key is the Community ID, so that one partition has both directions of a flow and
 * what every sensor saw of it; frames without IP have their uid instead. Headers name sensor, version and rules. Records
 * also state what findings rest on ({@link JsonFlow#writeWhole}).
 *
 * <p>How it works. The producer is idempotent and sends a record again until the brokers have it: it drops none, however
 * long they are away. Its buffer is bounded; when it is full, {@link #send} waits, and the queue before it fills.
 */
final class KafkaSender implements RecordQueue.Sender {
    private static final int BUFFER = Memory.scaled(64 << 20);
    private static final int BATCH = 1 << 18;
    private static final int LINGER_MILLIS = 100;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Header> headers;
    private final JsonText text = new JsonText();
    private final JsonFlow flows = new JsonFlow(text);
    private final FlowIds ids = new FlowIds();
    private final Line line = new Line();
    private final LongAdder sent = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** The bytes of a record. */
    private static final class Line extends ByteArrayOutputStream {
        /** Returns them without the line end. */
        byte[] taken() {
            count--;
            byte[] all = toByteArray();
            reset();
            return all;
        }
    }

    /**
     * @param given properties of the producer, which win over these
     * @throws KafkaException if they are wrong
     */
    KafkaSender(String brokers, String topic, Properties given, Origin origin) {
        this.topic = topic;
        headers = List.of(
                new RecordHeader("sensor", origin.sensor().getBytes(UTF_8)),
                new RecordHeader("version", origin.version().getBytes(UTF_8)),
                new RecordHeader("rules", origin.rules().getBytes(UTF_8)));
        Properties properties = new Properties();
        properties.putAll(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "periplus",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BATCH_SIZE_CONFIG,
                BATCH,
                ProducerConfig.LINGER_MS_CONFIG,
                LINGER_MILLIS,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                (long) BUFFER,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Integer.MAX_VALUE,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1000L,
                // or it forgets the topic's partitions while all brokers are away, and its buffer takes nothing
                CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                "none"));
        properties.putAll(given);
        properties.putAll(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                Long.MAX_VALUE));
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void send(FlowRecord record) throws InterruptedException {
        flows.writeWhole(record);
        try {
            text.writeTo(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.clear();
        byte[] community = ids.communityId(record.flow());
        byte[] key = community == null ? ids.uid(record.flow()) : community;
        try {
            producer.send(new ProducerRecord<>(topic, null, null, key.clone(), line.taken(), headers), this::sent);
        } catch (InterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("the run ends").initCause(e);
        } catch (KafkaException e) {
            sent(null, e);
        }
    }

    private void sent(@Nullable RecordMetadata placed, @Nullable Exception failure) {
        (failure == null ? sent : refused).increment();
    }

    @Override
    public void flush() {
        // the producer sends what it holds by itself
    }

    @Override
    public void close(long millis) {
        producer.close(Duration.ofMillis(millis));
    }

    @Override
    public Counters counters() {
        return Counters.of(
                Counter.RECORDS_SENT.count("kafka", sent.sum()), Counter.RECORDS_REFUSED.count("kafka", refused.sum()));
    }
}
