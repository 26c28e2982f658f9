package dev.periplus.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With many shards, threads of their own settle flows, also those whose results lie in the shards' files until the end. */
class SettlingThreadsTest {
    private static final int FLOWS = 40_000;
    private static final int RAW_IP = 101;
    private static final long START = 1_600_000_000_000_000_000L;
    private static final int HEADERS = 28;

    /** Queries of many clients, each answered at once; all flows last until the input ends. */
    private static final class Queries implements PacketSource {
        @Override
        public List<CaptureOutcome> read(PacketSink sink) {
            for (int i = 0; i < FLOWS; i++) {
                int client = 0x0a010000 + i;
                int server = 0x0a000001 + i % 50;
                long time = START + i * 1_000L;
                send(sink, packet(client, 40_000, server, 53, message(i, false)), time, 2L * i + 1);
                send(sink, packet(server, 53, client, 40_000, message(i, true)), time + 500, 2L * i + 2);
            }
            return List.of();
        }

        private static void send(PacketSink sink, byte[] packet, long time, long number) {
            sink.packet(packet, 0, packet.length, packet.length, time, RAW_IP, 0, number);
        }

        @Override
        public void stop() {}

        @Override
        public void close() {}
    }

    private static byte[] packet(int source, int sourcePort, int destination, int port, byte[] payload) {
        int length = HEADERS + payload.length;
        ByteBuffer ip = ByteBuffer.allocate(length);
        ip.putShort((short) 0x4500).putShort((short) length).putInt(0);
        ip.putShort((short) 0x4011).putShort((short) 0).putInt(source).putInt(destination);
        ip.putShort((short) sourcePort).putShort((short) port).putShort((short) (8 + payload.length));
        return ip.putShort((short) 0).put(payload).array();
    }

    /** A question for the address of a host, or the answer (RFC 1035 section 4). */
    private static byte[] message(int id, boolean answers) {
        byte[] name = ("host-" + "x".repeat(50) + id).getBytes(US_ASCII);
        ByteBuffer message = ByteBuffer.allocate(12 + 1 + name.length + 5 + (answers ? 16 : 0));
        message.putShort((short) id).putShort((short) (answers ? 0x8180 : 0x0100));
        message.putShort((short) 1).putShort((short) (answers ? 1 : 0)).putInt(0);
        message.put((byte) name.length).put(name).put((byte) 0).putInt(0x0001_0001);
        if (answers) {
            message.putShort((short) 0xc00c).putInt(0x0001_0001).putInt(300);
            message.putShort((short) 4).putInt(0xc0a80000 + id);
        }
        return message.array();
    }

    private static List<String> records(Knowledge knowledge, int shards) {
        List<String> records = new ArrayList<>(FLOWS);
        RecordTaker taker = new RecordTaker() {
            @Override
            public void flow(FlowRecord record) {
                records.add(record.number() + " " + record.flow().firstPacket() + " "
                        + record.verdict().label() + " " + record.evidence().size() + " " + record.metadata());
            }
        };
        try (Engine engine = new Engine(Engine.Settings.of(knowledge, shards))) {
            engine.run(new Queries(), capture -> "a.pcap", taker);
        }
        return records;
    }

    @Test
    void theRecordsAreThoseOfOneThread() throws InvalidRulesException {
        Knowledge knowledge = RuleFolder.read(
                null, packaged -> Knowledge.load(new RuleLoader().packaged().load(), packaged, false));
        List<String> expected = records(knowledge, 1);
        assertEquals(FLOWS, expected.size());
        assertEquals(
                FLOWS, expected.stream().filter(line -> line.contains(" dns ")).count());
        List<String> records = records(knowledge, 12);
        for (int i = 0; i < FLOWS; i++) {
            assertEquals(expected.get(i), records.get(i));
        }
        assertEquals(FLOWS, records.size());
    }
}
