package dev.periplus.transfer;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Shows a carrier what two sides send, in pieces of random lengths, and keeps the files that it takes out. */
final class FilesOf implements Destination {
    private static final int LONGEST = 700;

    private final List<CarriedFile> files = new ArrayList<>();
    private final List<ByteArrayOutputStream> bytes = new ArrayList<>();
    private final Carrier carrier;
    private final Random random;

    FilesOf(BiFunction<CarriedFiles, HeldBytes, Carrier> made, Random random) {
        carrier = made.apply(new CarriedFiles(this), new HeldBytes(1 << 20));
        this.random = random;
    }

    @Override
    public OutputStream open(CarriedFile file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.add(file);
        bytes.add(out);
        return out;
    }

    FilesOf says(int side, byte[]... parts) {
        byte[] all = join(parts);
        for (int at = 0; at < all.length; ) {
            int count = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : LONGEST));
            carrier.bytes(side, all, at, count);
            at += count;
        }
        return this;
    }

    FilesOf datagram(int side, byte[]... parts) {
        byte[] all = join(parts);
        carrier.bytes(side, all, 0, all.length);
        return this;
    }

    FilesOf misses(int side, long count) {
        carrier.missing(side, count);
        return this;
    }

    FilesOf ends() {
        carrier.ended(0, true);
        carrier.ended(1, true);
        return this;
    }

    int count() {
        return files.size();
    }

    CarriedFile file(int index) {
        return files.get(index);
    }

    byte[] bytes(int index) {
        return bytes.get(index).toByteArray();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** A file that begins as a Windows program does (PE/COFF specification, "MS-DOS Stub"). */
    static byte[] program(int length, Random random) {
        byte[] file = new byte[length];
        random.nextBytes(file);
        file[0] = 'M';
        file[1] = 'Z';
        Arrays.fill(file, 60, 64, (byte) 0);
        file[60] = (byte) 0x80;
        file[0x80] = 'P';
        file[0x81] = 'E';
        file[0x82] = 0;
        file[0x83] = 0;
        return file;
    }

    static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
