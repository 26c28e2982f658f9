package dev.periplus.rule;

import dev.periplus.bench.CaptureFolder;
import dev.periplus.bench.CapturedPacket;
import dev.periplus.classify.Conversation;
import dev.periplus.classify.Noise;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first messages of each side of each flow, on which signatures are tested. */
final class Openings {
    private static final int NOISE = 2000;

    private Openings() {}

    /**
     * A first message.
     *
     * @param transport IP protocol number
     */
    record First(int transport, byte[] bytes) {
        /** Points a message at the bytes; a stream is open, a datagram is not. */
        Message view(Message message) {
            return message.of(bytes, 0, bytes.length, bytes.length, transport == Packet.TCP);
        }
    }

    private record Side(
            int protocol, long high, long low, int port, long otherHigh, long otherLow, int otherPort, long tunnel) {
        static Side of(Packet p) {
            return new Side(
                    p.protocol,
                    p.sourceHigh,
                    p.sourceLow,
                    p.sourcePort,
                    p.destinationHigh,
                    p.destinationLow,
                    p.destinationPort,
                    p.tunnel + p.vlan);
        }
    }

    static Collection<First> ofCaptures(Path folder) throws IOException {
        Map<Side, First> found = new HashMap<>();
        for (List<CapturedPacket> capture : new CaptureFolder(folder).packets()) {
            Decoder decoder = new Decoder(DecodeSettings.defaults(), packet -> {
                if (packet.payloadCaptured > 0 && (packet.protocol == Packet.TCP || packet.protocol == Packet.UDP)) {
                    found.computeIfAbsent(Side.of(packet), side -> first(packet));
                }
            });
            capture.forEach(packet -> packet.decode(decoder));
        }
        return found.values();
    }

    private static First first(Packet packet) {
        int at = packet.payloadOffset;
        return new First(packet.protocol, Arrays.copyOfRange(packet.bytes, at, at + packet.payloadCaptured));
    }

    static Collection<First> ofNoise(long seed) {
        Noise noise = new Noise(seed);
        List<First> found = new ArrayList<>();
        for (int i = 0; i < NOISE; i++) {
            Conversation conversation = noise.next(Noise.KINDS.get(i % Noise.KINDS.size()));
            found.add(new First(
                    conversation.protocol(), conversation.turns().get(0).bytes()));
        }
        return found;
    }

    /** Returns the messages of the examples in rules. */
    static Collection<First> ofExamples(RuleSet rules) {
        List<First> found = new ArrayList<>();
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                for (Signature.Example example : signature.matches()) {
                    signature.transports().forEach(transport -> found.add(new First(transport, example.request())));
                }
            }
        }
        return found;
    }
}
