package dev.periplus.capture;

import dev.periplus.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a pcapng file with times in nanoseconds (draft-ietf-opsawg-pcapng). Writes whole blocks only, so the file is
 * readable whenever writing ends.
 */
public final class PcapngWriter implements PacketFile, Remarks {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int BYTE_ORDER = 0x1a2b3c4d;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int PACKET = 6;
    private static final int COMMENT_OPTION = 1;
    private static final int NAME_OPTION = 2;
    private static final int RESOLUTION_OPTION = 9;
    private static final byte NANOSECONDS = 9;
    private static final int BUFFER = 1 << 18;
    private static final int MOST_TEXT = 0xffff;
    private static final int TLS_KEY_LOG = 0x544c534b;

    /** Bytes of a block of secrets, fewer than readers accept. */
    private static final int MOST_SECRETS = 1 << 20;

    /** Bytes of a packet block besides the packet and its comment, and of an interface block besides its name. */
    private static final int FRAME = 64;

    private final Path path;
    private final FileChannel out;
    private final List<String> names;
    private final int snapLength;
    private final Map<Object, Integer> interfaces = new HashMap<>();
    private Remarks.@Nullable Remark about;
    private ByteBuffer blocks = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private int begun;
    private long written;

    /**
     * Creates the file.
     *
     * @param names names of the interfaces by index
     * @param snapLength snap length stated for all of them; 0 for no limit
     */
    public PcapngWriter(Path path, List<String> names, int snapLength) throws IOException {
        this(path, names, snapLength, new byte[0]);
    }

    /**
     * Creates the file.
     *
     * @param sectionOptions little-endian options of its section, such as comments
     */
    public PcapngWriter(Path path, List<String> names, int snapLength, byte[] sectionOptions) throws IOException {
        this.path = path;
        this.names = names;
        this.snapLength = snapLength;
        out = PrivateFiles.overwrite(path);
        beginSection(sectionOptions);
    }

    private void beginSection(byte[] options) throws IOException {
        begin(SECTION, options.length);
        blocks.putInt(BYTE_ORDER).putShort((short) 1).putShort((short) 0).putLong(-1);
        options(options);
        end();
        interfaces.clear();
    }

    @Override
    public void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType, int capture)
            throws IOException {
        packet(bytes, offset, captured, wire, time, linkType, capture, null);
    }

    /** Writes a packet with a comment that readers show beside it, or null; a long comment is truncated. */
    public void packet(
            byte[] bytes,
            int offset,
            int captured,
            int wire,
            long time,
            int linkType,
            int capture,
            @Nullable String comment)
            throws IOException {
        Remarks.Remark remark = about;
        about = null;
        Object key = remark == null ? (Object) ((long) capture << Integer.SIZE | linkType) : remark.of();
        Integer known = interfaces.get(key);
        int of = known == null ? describe(key, linkType, capture, remark) : known;
        byte[] said = comment == null ? new byte[0] : comment.getBytes(StandardCharsets.UTF_8);
        byte[] kept = remark == null ? new byte[0] : remark.packetOptions();
        begin(PACKET, captured + kept.length + said.length);
        blocks.putInt(of).putInt((int) (time >>> Integer.SIZE)).putInt((int) time);
        blocks.putInt(captured).putInt(wire).put(bytes, offset, captured);
        pad();
        blocks.put(kept);
        if (comment != null) {
            option(COMMENT_OPTION, said);
        }
        if (comment != null || kept.length > 0) {
            blocks.putInt(0);
        }
        end();
    }

    /** Describes the next packet, and its interface if that is not described yet. */
    @Override
    public void packet(Remarks.Remark remark) {
        about = remark == NOTHING ? null : remark;
    }

    /** Begins another section. Packets of several captures are mixed, so that their sections cannot be kept apart. */
    @Override
    public void section(byte[] options) {
        if (names.size() == 1) {
            try {
                beginSection(options);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Copies statistics of an interface of which packets were written. */
    @Override
    public void statistics(Object of, long nanos, byte[] options) {
        Integer known = interfaces.get(of);
        if (known != null) {
            try {
                begin(STATISTICS, options.length);
                blocks.putInt(known).putInt((int) (nanos >>> Integer.SIZE)).putInt((int) nanos);
                options(options);
                end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Copies a block of names, of secrets, or one that may be copied.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public void block(int type, byte[] body) {
        try {
            begin(type, body.length);
            blocks.put(body);
            end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a key log of TLS as a block of secrets (draft-ietf-opsawg-pcapng section 4.7); empty for none. */
    public void keyLog(String lines) throws IOException {
        byte[] all = lines.getBytes(StandardCharsets.US_ASCII);
        int from = 0;
        while (from < all.length) {
            int to = from;
            for (int at = from; at < all.length && at - from < MOST_SECRETS; at++) {
                to = all[at] == '\n' ? at + 1 : to;
            }
            begin(PcapngBlocks.SECRETS, to - from);
            blocks.putInt(TLS_KEY_LOG).putInt(to - from).put(all, from, to - from);
            pad();
            end();
            from = to;
        }
    }

    private int describe(Object key, int linkType, int capture, Remarks.@Nullable Remark remark) throws IOException {
        byte[] name = names.get(capture).getBytes(StandardCharsets.UTF_8);
        byte[] kept = remark == null ? new byte[0] : remark.interfaceOptions();
        begin(INTERFACE, name.length + kept.length);
        blocks.putShort((short) linkType).putShort((short) 0).putInt(remark == null ? snapLength : remark.snapLength());
        if (!PcapngOptions.has(kept, NAME_OPTION)) {
            option(NAME_OPTION, name);
        }
        blocks.put(kept);
        option(RESOLUTION_OPTION, new byte[] {NANOSECONDS});
        blocks.putInt(0);
        end();
        int number = interfaces.size();
        interfaces.put(key, number);
        return number;
    }

    private void options(byte[] options) {
        if (options.length > 0) {
            blocks.put(options).putInt(0);
        }
    }

    private void option(int code, byte[] value) {
        int length = value.length <= MOST_TEXT ? value.length : wholeCharacters(value);
        blocks.putShort((short) code).putShort((short) length).put(value, 0, length);
        pad();
    }

    /** Length of the longest UTF-8 prefix of at most {@link #MOST_TEXT} bytes that ends with a whole character. */
    private static int wholeCharacters(byte[] text) {
        int length = MOST_TEXT;
        while (length > 0 && (text[length] & 0xc0) == 0x80) {
            length--;
        }
        return length;
    }

    private void pad() {
        while ((blocks.position() - begun) % Integer.BYTES != 0) {
            blocks.put((byte) 0);
        }
    }

    /**
     * Begins a block.
     *
     * @param content number of bytes of variable length in the block
     */
    private void begin(int type, int content) throws IOException {
        if (blocks.remaining() < content + FRAME) {
            flush();
        }
        if (blocks.remaining() < content + FRAME) {
            blocks = ByteBuffer.wrap(Arrays.copyOf(blocks.array(), content + FRAME))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        begun = blocks.position();
        blocks.putInt(type).putInt(0);
    }

    private void end() {
        int length = blocks.position() + Integer.BYTES - begun;
        blocks.putInt(length).putInt(begun + Integer.BYTES, length);
    }

    @Override
    public void flush() throws IOException {
        blocks.flip();
        written += blocks.remaining();
        try {
            while (blocks.hasRemaining()) {
                out.write(blocks);
            }
        } catch (IOException e) {
            throw new FileSystemException(path.toString(), null, Failures.cause(e));
        }
        blocks.clear();
    }

    @Override
    public long size() {
        return written + blocks.position();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
