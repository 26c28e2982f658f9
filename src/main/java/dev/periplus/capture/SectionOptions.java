package dev.periplus.capture;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.List;

/** Options of the sections of captures: comments, and the machine and program that wrote them. */
public final class SectionOptions {
    private static final int BUFFER = 1 << 14;
    private static final int COMMENT = 1;
    private static final int HEAD = 4;

    /** More captures add nothing. */
    private static final int MOST = 1 << 20;

    private SectionOptions() {}

    /**
     * Reads the options of the first section of each capture, little-endian. Of several captures only the comments: they
     * may come from different machines.
     */
    public static byte[] of(List<String> captures) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String capture : captures) {
            byte[] options = of(capture);
            all.writeBytes(captures.size() == 1 ? options : comments(options));
            if (all.size() > MOST) {
                break;
            }
        }
        return all.toByteArray();
    }

    private static byte[] of(String capture) {
        try {
            Records records = new CaptureOpener(BUFFER, new FileInputStream(FileDescriptor.in))
                    .open(capture, Runnable::run)
                    .records();
            records.next();
            records.windows.close();
            return records.sectionOptions();
        } catch (IOException e) {
            return new byte[0]; // reading the capture itself tells why
        }
    }

    private static byte[] comments(byte[] options) {
        ByteArrayOutputStream comments = new ByteArrayOutputStream();
        for (int at = 0; options.length - at >= HEAD; ) {
            int size = HEAD + (Numbers.u16(options, at + 2, true) + 3 & ~3);
            if (Numbers.u16(options, at, true) == COMMENT) {
                comments.write(options, at, Math.min(size, options.length - at));
            }
            at += size;
        }
        return comments.toByteArray();
    }
}
