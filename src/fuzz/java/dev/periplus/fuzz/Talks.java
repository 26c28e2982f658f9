package dev.periplus.fuzz;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.Signature;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What two hosts say to each other, as seeds: the flows of our captures, and the examples of the rules. */
public final class Talks {
    private static final int MOST_CHUNKS = 12;
    private static final int MOST_OF_CAPTURE = 12;
    private static final int LONGEST = 1400;

    private Talks() {}

    /**
     * One flow.
     *
     * @param protocol IP protocol number
     */
    public record Talk(int protocol, List<Chunk> chunks) {
        /** Appends the chunks: the side, then the bytes. */
        public FuzzSeed to(FuzzSeed seed) {
            chunks.forEach(chunk -> seed.u8(chunk.side()).chunk(chunk.bytes()));
            return seed;
        }
    }

    /** A payload, and the side that sends it: 0 for the client. */
    public record Chunk(int side, byte[] bytes) {}

    public static List<Talk> all() {
        List<Talk> all = new ArrayList<>();
        try {
            for (List<CapturedPacket> capture : new CaptureFolder(Path.of("captures")).packets()) {
                all.addAll(ofCapture(capture));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.addAll(examples());
        return all;
    }

    private static List<Talk> ofCapture(List<CapturedPacket> capture) {
        Map<String, Talk> talks = new LinkedHashMap<>();
        Map<String, Integer> perPort = new LinkedHashMap<>();
        Decoder decoder = new Decoder(DecodeSettings.defaults(), packet -> {
            String to = end(packet.destinationHigh, packet.destinationLow, packet.destinationPort);
            String from = end(packet.sourceHigh, packet.sourceLow, packet.sourcePort);
            boolean back = talks.containsKey(to + from + packet.protocol);
            String key = back ? to + from + packet.protocol : from + to + packet.protocol;
            if (packet.payloadCaptured == 0) {
                return;
            }
            if (!talks.containsKey(key)
                    && perPort.merge(packet.protocol + ":" + packet.destinationPort, 1, Integer::sum)
                            > MOST_OF_CAPTURE) {
                return;
            }
            Talk talk = talks.computeIfAbsent(key, made -> new Talk(packet.protocol, new ArrayList<>()));
            if (talk.chunks().size() < MOST_CHUNKS) {
                talk.chunks().add(new Chunk(back ? 1 : 0, payload(packet)));
            }
        });
        capture.forEach(packet -> packet.decode(decoder));
        return List.copyOf(talks.values());
    }

    private static String end(long high, long low, int port) {
        return high + "/" + low + "/" + port + " ";
    }

    private static byte[] payload(Packet packet) {
        int length = Math.min(packet.payloadCaptured, LONGEST);
        return Arrays.copyOfRange(packet.bytes, packet.payloadOffset, packet.payloadOffset + length);
    }

    private static List<Talk> examples() {
        List<Talk> talks = new ArrayList<>();
        try {
            RuleFolder.read(
                            Path.of("rules"),
                            folder -> Knowledge.ruleLoader().add(folder).load())
                    .protocols()
                    .forEach(protocol -> add(protocol, talks));
        } catch (InvalidRulesException e) {
            throw new IllegalStateException(e);
        }
        return talks;
    }

    /** Adds the first example of a protocol. */
    private static void add(Protocol protocol, List<Talk> to) {
        for (Signature signature : protocol.signatures()) {
            for (Signature.Example example : signature.matches()) {
                byte[] reply = example.reply();
                List<Chunk> chunks = new ArrayList<>(List.of(new Chunk(0, example.request())));
                if (reply != null) {
                    chunks.add(new Chunk(1, reply));
                }
                to.add(new Talk(signature.transports().get(0), chunks));
                return;
            }
        }
    }
}
