package dev.periplus.transfer;

import static dev.periplus.transfer.FilesOf.join;
import static dev.periplus.transfer.FilesOf.program;
import static dev.periplus.transfer.FilesOf.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages as MS-SMB2 2.2 lays them out. */
class SmbFilesTest {
    private static final int CLIENT = 0;
    private static final int SERVER = 1;
    private static final int CREATE = 5;
    private static final int CLOSE = 6;
    private static final int READ = 8;
    private static final int WRITE = 9;
    private static final int PIECE = 4096;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final byte[] file = program(30_000, random);
    private final FilesOf files = new FilesOf(SmbFiles::new, random);

    SmbFilesTest() {
        System.out.println("seed " + seed);
    }

    private static byte[] part(int command, boolean reply, long message, byte[] body) {
        return ByteBuffer.allocate(64 + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xfe, 'S', 'M', 'B', 64, 0})
                .putShort(12, (short) command)
                .putInt(16, reply ? 1 : 0)
                .putLong(24, message)
                .put(64, body)
                .array();
    }

    /** Parts that follow each other in one frame; each but the last says where the next begins. */
    private static byte[] frame(byte[]... parts) {
        for (int i = 0; i < parts.length - 1; i++) {
            int padded = parts[i].length + 7 & ~7;
            parts[i] = Arrays.copyOf(parts[i], padded);
            ByteBuffer.wrap(parts[i]).order(ByteOrder.LITTLE_ENDIAN).putInt(20, padded);
        }
        byte[] all = join(parts);
        return join(ByteBuffer.allocate(4).putInt(all.length).array(), all);
    }

    private static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] create(long message, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        byte[] body = body(56 + text.length)
                .putShort(44, (short) 120)
                .putShort(46, (short) text.length)
                .put(56, text)
                .array();
        return part(CREATE, false, message, body);
    }

    private static byte[] created(long message, long size, long id) {
        return part(
                CREATE,
                true,
                message,
                body(88).putLong(48, size).putLong(64, id).putLong(72, id).array());
    }

    private static byte[] read(long message, long offset, long id) {
        return part(
                READ,
                false,
                message,
                body(49).putLong(8, offset).putLong(16, id).putLong(24, id).array());
    }

    private static byte[] data(long message, byte[] data) {
        byte[] body = body(16 + data.length)
                .put(2, (byte) 80)
                .putInt(4, data.length)
                .put(16, data)
                .array();
        return part(READ, true, message, body);
    }

    private static byte[] write(long message, long offset, long id, byte[] data) {
        byte[] body = body(48 + data.length)
                .putShort(2, (short) 112)
                .putInt(4, data.length)
                .putLong(8, offset)
                .putLong(16, id)
                .putLong(24, id)
                .put(48, data)
                .array();
        return part(WRITE, false, message, body);
    }

    private static byte[] close(long message, long id, boolean reply) {
        return part(
                CLOSE, reply, message, body(24).putLong(8, id).putLong(16, id).array());
    }

    private byte[] piece(int number) {
        return Arrays.copyOfRange(file, number * PIECE, Math.min(file.length, (number + 1) * PIECE));
    }

    private List<Integer> shuffled() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i * PIECE < file.length; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private void isTheFile() {
        assertEquals(1, files.count());
        assertEquals("tool.exe", files.file(0).name());
        assertEquals(sha256(file), files.file(0).sha256());
        assertTrue(files.file(0).isWhole());
    }

    @Test
    void aFileIsReadInAnyOrderOfItsPieces() {
        files.says(CLIENT, frame(create(1, "dir\\tool.exe"))).says(SERVER, frame(created(1, file.length, 77)));
        for (int number : shuffled()) {
            files.says(CLIENT, frame(read(10 + number, (long) number * PIECE, 77)));
            files.says(SERVER, frame(data(10 + number, piece(number))));
        }
        files.says(CLIENT, frame(close(99, 77, false)))
                .says(SERVER, frame(close(99, 0, true)))
                .ends();
        isTheFile();
    }

    @Test
    void aFileIsWrittenInAnyOrderOfItsPieces() {
        files.says(CLIENT, frame(create(1, "tool.exe"))).says(SERVER, frame(created(1, 0, 77)));
        for (int number : shuffled()) {
            files.says(CLIENT, frame(write(10 + number, (long) number * PIECE, 77, piece(number))));
        }
        files.says(CLIENT, frame(close(99, 77, false)))
                .says(SERVER, frame(close(99, 0, true)))
                .ends();
        isTheFile();
    }

    @Test
    void commandsInOneFrameShareTheirFile() {
        byte[] small = program(900, random);
        files.says(CLIENT, frame(create(1, "tool.exe"), read(2, 0, -1), close(3, -1, false)));
        files.says(SERVER, frame(created(1, small.length, 5), data(2, small), close(3, 0, true)))
                .ends();
        assertEquals(1, files.count());
        assertEquals(sha256(small), files.file(0).sha256());
    }

    @Test
    void whatIsNotCapturedIsMissing() {
        files.says(CLIENT, frame(create(1, "tool.exe"))).says(SERVER, frame(created(1, 0, 77)));
        byte[] whole = frame(write(2, 0, 77, Arrays.copyOf(file, PIECE)));
        files.says(CLIENT, Arrays.copyOf(whole, 2000)).misses(CLIENT, 1000);
        files.says(CLIENT, Arrays.copyOfRange(whole, 3000, whole.length));
        files.says(CLIENT, frame(write(3, PIECE, 77, piece(1)))).ends();
        assertEquals(1000, files.file(0).missing());
        assertNull(files.file(0).sha256());
    }

    @Test
    void noBytesMakeItFail() {
        for (int round = 0; round < 2000; round++) {
            FilesOf any = new FilesOf(SmbFiles::new, random);
            byte[][] known = {
                frame(create(1, "a")),
                frame(created(1, 9, 5)),
                frame(read(2, 0, 5)),
                frame(data(2, file)),
                frame(write(3, -1, 5, piece(0))),
                frame(close(4, 5, false)),
                frame(create(1, "a"), read(2, 0, -1))
            };
            for (int i = random.nextInt(12); i > 0; i--) {
                byte[] bytes = known[random.nextInt(known.length)].clone();
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(Math.min(bytes.length, 150))] = (byte) random.nextInt();
                }
                any.says(random.nextInt(2), bytes);
                if (random.nextInt(6) == 0) {
                    any.misses(random.nextInt(2), 1 + random.nextInt(5000));
                }
            }
            any.ends();
        }
    }
}
