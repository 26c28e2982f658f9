package dev.periplus.ring;

import dev.periplus.classify.InspectionStore;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.flow.FlowSettings;
import dev.periplus.rule.RuleSet;
import java.nio.ByteBuffer;
import java.util.List;

/** Shards for tests, and packets for them. */
final class ShardFixture {
    /** LINKTYPE_RAW: IP without a link layer. */
    static final int RAW = 101;

    private ShardFixture() {}

    /** Creates a shard with these rules and nothing else. */
    static Shard withoutDetectors(RuleSet rules) {
        return new Shard(
                DecodeSettings.defaults(),
                FlowSettings.DEFAULT,
                rules,
                List.of(),
                List.of(),
                List.of(),
                new InspectionStore(1 << 20),
                true,
                null);
    }

    /** An IPv4 UDP packet from 10.0.0.1 to a host 10.0.0.x. */
    static byte[] datagram(int host, int sourcePort, int destinationPort, byte... payload) {
        ByteBuffer packet = ByteBuffer.allocate(28 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
        packet.putInt(0x0a00_0001).putInt(0x0a00_0000 + host);
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        packet.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
        return packet.array();
    }

    /** Adds a packet to a batch, for the shard that its hash chooses. */
    static void add(PacketBatch batch, byte[] packet, long time, int hash) {
        int i = batch.count++;
        batch.bytes[i] = packet;
        batch.offset[i] = 0;
        batch.captured[i] = packet.length;
        batch.wire[i] = packet.length;
        batch.linkType[i] = RAW;
        batch.number[i] = i + 1;
        batch.time[i] = time;
        batch.clock[i] = time;
        batch.hash[i] = hash;
        batch.end = time;
    }

    /** Adds a packet that makes its shard fail: it claims bytes that its buffer does not have. */
    static void addBroken(PacketBatch batch, long time, int hash) {
        add(batch, new byte[0], time, hash);
        batch.captured[batch.count - 1] = 60;
    }
}
