package dev.periplus.classify;

import dev.periplus.decode.Packet;
import dev.periplus.decode.PacketHandler;
import java.util.ArrayList;
import java.util.List;

/**
 * What two hosts send to each other in one flow, one packet per turn.
 *
 * @param protocol IP protocol number; TCP flows open with a handshake
 */
public record Conversation(int protocol, List<Turn> turns) {
    private static final long START = 1_500_000_000_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final long CLIENT_ADDRESS = 0xffff_0a00_0005L;
    private static final long SERVER_ADDRESS = 0xffff_0a00_0009L;
    private static final int TCP_HEADERS = 40;
    private static final int OTHER_HEADERS = 28;

    /** A payload and its sender, with the payload protocol identifier that SCTP gives it; 0 for none. */
    public record Turn(boolean byClient, byte[] bytes, int identifier) {
        public Turn(boolean byClient, byte[] bytes) {
            this(byClient, bytes, 0);
        }
    }

    public Conversation {
        turns = List.copyOf(turns);
    }

    /** Sends the whole conversation on these ports. The packet is reused, as a decoder does. */
    public void on(int clientPort, int serverPort, PacketHandler to) {
        List<Turn> said = new ArrayList<>();
        Packet packet = new Packet();
        packet.protocol = protocol;
        packet.ipVersion = 4;
        long[] next = {1000, 9000};
        if (protocol == Packet.TCP) {
            said.add(new Turn(true, new byte[0]));
            said.add(new Turn(false, new byte[0]));
        }
        said.addAll(turns);
        for (int i = 0; i < said.size(); i++) {
            Turn turn = said.get(i);
            int side = turn.byClient ? 0 : 1;
            packet.number = i + 1;
            packet.time = START + i * MILLISECOND;
            packet.clock = packet.time;
            packet.sourcePort = turn.byClient ? clientPort : serverPort;
            packet.destinationPort = turn.byClient ? serverPort : clientPort;
            packet.sourceLow = turn.byClient ? CLIENT_ADDRESS : SERVER_ADDRESS;
            packet.destinationLow = turn.byClient ? SERVER_ADDRESS : CLIENT_ADDRESS;
            if (protocol == Packet.TCP) {
                boolean opens = i < 2;
                packet.tcpFlags = (opens ? Packet.SYN : 0) | (i == 0 ? 0 : Packet.ACK);
                packet.tcpSequence = next[side];
                packet.tcpAcknowledgement = i == 0 ? 0 : next[1 - side];
                next[side] += turn.bytes.length + (opens ? 1 : 0);
            }
            packet.payloadIdentifier = turn.identifier;
            load(packet, turn.bytes);
            to.onPacket(packet);
        }
    }

    private static void load(Packet packet, byte[] payload) {
        packet.bytes = payload;
        packet.payloadOffset = 0;
        packet.payloadCaptured = payload.length;
        packet.payloadLength = payload.length;
        packet.ipLength = payload.length + (packet.protocol == Packet.TCP ? TCP_HEADERS : OTHER_HEADERS);
        packet.wireLength = packet.ipLength;
    }
}
