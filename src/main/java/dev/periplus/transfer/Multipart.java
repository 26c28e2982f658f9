package dev.periplus.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files of a form (multipart/form-data, RFC 7578): the parts that state a file name, as the bytes come. */
final class Multipart {
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_HEAD = 2048;

    private final CarriedFiles files;
    private final byte[] delimiter;

    /** By length of what has matched: how much of it still matches if the next byte does not (Knuth, Morris, Pratt 1977). */
    private final int[] shorter;

    private int matched = 2;
    private @Nullable StringBuilder head;
    private @Nullable CarriedFile file;

    /** @param boundary of 1 to 70 characters */
    private Multipart(CarriedFiles files, String boundary) {
        this.files = files;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        shorter = new int[delimiter.length + 1];
        for (int i = 1, length = 0; i < delimiter.length; ) {
            if (delimiter[i] == delimiter[length]) {
                shorter[++i] = ++length;
            } else if (length > 0) {
                length = shorter[length];
            } else {
                i++;
            }
        }
    }

    /** Returns the reader of a body of this type, null if it is no form. */
    static @Nullable Multipart of(String contentType, CarriedFiles files) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0 || !contentType.regionMatches(true, 0, "multipart/form-data", 0, 19)) {
            return null;
        }
        String boundary = contentType.substring(at + 9).split(";", 2)[0].strip().replaceAll("^\"|\"$", "");
        return boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY ? null : new Multipart(files, boundary);
    }

    void bytes(byte[] from, int offset, int length) {
        int end = offset + length;
        int run = offset;
        for (int at = offset; at < end; at++) {
            if (head != null) {
                head(from[at]);
                run = at + 1;
                continue;
            }
            while (matched > 0 && from[at] != delimiter[matched]) {
                content(delimiter, 0, matched - shorter[matched]);
                matched = shorter[matched];
            }
            if (from[at] == delimiter[matched]) {
                if (matched == 0) {
                    content(from, run, at - run);
                }
                run = at + 1;
                if (++matched == delimiter.length) {
                    end(true);
                    matched = 0;
                    head = new StringBuilder();
                }
            }
        }
        content(from, run, end - run);
    }

    private void content(byte[] from, int offset, int length) {
        CarriedFile to = file;
        if (to != null && length > 0) {
            to.bytes(from, offset, length);
        }
    }

    private void head(byte letter) {
        StringBuilder text = head;
        if (text == null) {
            return;
        }
        text.append((char) (letter & 0xff));
        int length = text.length();
        if (length >= 4 && text.charAt(length - 1) == '\n' && text.indexOf("\r\n\r\n", length - 4) >= 0) {
            head = null;
            begin(text.toString());
        } else if (length == LONGEST_HEAD) {
            head = null;
        }
    }

    private void begin(String text) {
        String name = "";
        String type = "";
        boolean named = false;
        for (String line : text.split("\r\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                named = lower.contains("filename");
                name = HttpHead.disposed(line);
            } else if (lower.startsWith("content-type:")) {
                type = lower.substring("content-type:".length())
                        .split(";", 2)[0]
                        .strip();
            }
        }
        file = named ? files.begin(name, type) : null;
    }

    /** So many bytes are not in the capture. */
    void missing(long count) {
        CarriedFile to = file;
        matched = 0;
        head = null;
        if (to != null) {
            to.missing(count);
        }
    }

    /** @param complete whether the delimiter came */
    void end(boolean complete) {
        CarriedFile done = file;
        file = null;
        if (done != null) {
            files.end(done, complete);
        }
    }
}
