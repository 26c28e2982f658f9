package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;

import dev.periplus.classify.Conversation.Turn;
import dev.periplus.detect.Sealed.Suite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A capture of two TLS connections, the first of which carries SSH, and the key log that opens them. */
public record SealedCapture(Path capture, Path keyLog) {
    private static final int RAW_IP = 101;
    private static final int SYN = 2;
    private static final int ACK = 16;

    /** So many bytes of the capture belong to a second. */
    private static final int BYTES_A_SECOND = 200;

    /** Writes both files. */
    public static SealedCapture write(Path folder) throws IOException {
        SealedTalks talk = new SealedTalks(Suite.AES_128_GCM_13, false, 31).open13("x");
        talk.data13(false, ascii("SSH-2.0-OpenSSH_9.6\r\n")).data13(true, ascii("SSH-2.0-OpenSSH_9.2\r\n"));
        SealedTalks other = new SealedTalks(Suite.AES_128_GCM, false, 32).open12(false);
        Path capture = folder.resolve("two.pcap");
        ByteBuffer file = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(1 << 16)
                .putInt(RAW_IP);
        connection(file, 40_000, talk.turns);
        connection(file, 40_001, other.turns);
        Files.write(capture, Arrays.copyOf(file.array(), file.position()));
        Path keyLog = folder.resolve("keys.log");
        Files.writeString(keyLog, talk.keyLog() + other.keyLog() + "what is this\n");
        return new SealedCapture(capture, keyLog);
    }

    private static void connection(ByteBuffer file, int port, List<Turn> turns) {
        int[] next = {1000, 2000};
        segment(file, port, true, SYN, next, new byte[0]);
        segment(file, port, false, SYN | ACK, next, new byte[0]);
        turns.forEach(turn -> segment(file, port, turn.byClient(), ACK, next, turn.bytes()));
    }

    private static void segment(ByteBuffer file, int port, boolean byClient, int flags, int[] next, byte[] payload) {
        int side = byClient ? 0 : 1;
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
        packet.put((byte) 64).put((byte) 6).putShort((short) 0);
        packet.putInt(byClient ? 0x0a000005 : 0x0a000009).putInt(byClient ? 0x0a000009 : 0x0a000005);
        packet.putShort((short) (byClient ? port : 3251)).putShort((short) (byClient ? 3251 : port));
        packet.putInt(next[side]).putInt(next[1 - side]).put((byte) 0x50).put((byte) flags);
        packet.putShort((short) 8192).putInt(0).put(payload);
        next[side] += payload.length + ((flags & SYN) == 0 ? 0 : 1);
        file.putInt(1_600_000_000 + file.position() / BYTES_A_SECOND).putInt(0);
        file.putInt(packet.capacity()).putInt(packet.capacity()).put(packet.array());
    }
}
