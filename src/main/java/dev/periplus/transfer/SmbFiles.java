package dev.periplus.transfer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the files out of what SMB reads and writes, each in the order of its bytes. A file that is read here and there is
 * partial.
 */
final class SmbFiles implements Carrier {
    private static final int FRAME = 4;
    private static final int MOST_OPEN = 64;
    private static final int MOST_WAITING = 256;

    private final CarriedFiles files;
    private final HeldBytes held;
    private final Side[] sides = {new Side(), new Side()};

    /** Commands that wait for their replies. */
    private final Map<Long, Waiting> waiting = bounded(MOST_WAITING);

    private final Map<Long, Open> open = new LinkedHashMap<>();

    /** The file that the latest reply opened. */
    private @Nullable Open latest;

    private record Waiting(String name, long file, boolean sameFile, long offset) {}

    /** A file that is open, with what was read and written of it. */
    private final class Open {
        private final String name;
        private final long size;
        private @Nullable Pieces read;
        private @Nullable Pieces written;

        Open(String name, long size) {
            this.name = name;
            this.size = size;
        }

        Pieces read() {
            Pieces pieces = read == null ? new Pieces(files.begin(name, ""), held) : read;
            read = pieces;
            return pieces;
        }

        Pieces written() {
            Pieces pieces = written == null ? new Pieces(files.begin(name, ""), held) : written;
            written = pieces;
            return pieces;
        }

        void end(boolean closed) {
            if (read != null) {
                files.end(read.end(), read.place() >= size);
            }
            if (written != null) {
                files.end(written.end(), closed);
            }
        }
    }

    SmbFiles(CarriedFiles files, HeldBytes held) {
        this.files = files;
        this.held = held;
    }

    private static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public void bytes(int side, byte[] from, int offset, int length) {
        sides[side].bytes(from, offset, length);
    }

    @Override
    public void missing(int side, long count) {
        sides[side].missing(count);
    }

    @Override
    public void ended(int side, boolean closed) {
        if (sides[1 - side].over) {
            open.values().forEach(file -> file.end(false));
            open.clear();
        }
        sides[side].over = true;
    }

    private void take(SmbPart part) {
        Waiting asked = part.reply ? waiting.remove(part.message) : null;
        if (!part.reply && part.step != SmbPart.Step.OTHER) {
            waiting.put(part.message, new Waiting(part.name, part.file, part.sameFile, part.offset));
        } else if (asked != null && part.step == SmbPart.Step.CREATE && !part.failed()) {
            opened(part.file, new Open(asked.name, part.offset));
        } else if (asked != null && part.step == SmbPart.Step.CLOSE) {
            Open file = asked.sameFile ? latest : open.get(asked.file);
            open.values().remove(file);
            if (file != null) {
                file.end(true);
            }
        }
    }

    private void opened(long id, Open file) {
        if (open.size() == MOST_OPEN) {
            open.remove(open.keySet().iterator().next()).end(false);
        }
        Open before = open.put(id, file);
        if (before != null) {
            before.end(false);
        }
        latest = file;
    }

    /** What one side sends: session messages (RFC 1002 section 4.3), and the parts of each. */
    private final class Side {
        private byte[] front = new byte[SmbPart.START];
        private int length;
        private long frameLeft;
        private long partLeft;
        private final SmbPart part = new SmbPart();
        private boolean known;
        private int place;
        private @Nullable Open file;
        private long fileOffset;
        private boolean lost;
        private boolean over;

        void bytes(byte[] from, int offset, int count) {
            int at = offset;
            int end = offset + count;
            if (lost && begins(from, offset, count)) {
                lost = false;
                restart();
            }
            while (at < end && !lost) {
                int here = frameLeft == 0 ? frame(from, at, end) : inFrame(from, at, end);
                at += here;
            }
        }

        private static boolean begins(byte[] from, int offset, int count) {
            return count > 8
                    && from[offset] == 0
                    && (from[offset + 4] == (byte) 0xfe || from[offset + 4] == (byte) 0xff)
                    && from[offset + 5] == 'S'
                    && from[offset + 6] == 'M'
                    && from[offset + 7] == 'B';
        }

        private void restart() {
            length = 0;
            frameLeft = 0;
            known = false;
        }

        private int frame(byte[] from, int at, int end) {
            int here = Math.min(FRAME - length, end - at);
            System.arraycopy(from, at, front, length, here);
            length += here;
            if (length == FRAME) {
                lost = front[0] != 0 && (front[0] & 0xf0) != 0x80;
                frameLeft = (front[1] & 0xff) << 16 | (front[2] & 0xff) << 8 | front[3] & 0xff;
                beginPart();
            }
            return here;
        }

        private void beginPart() {
            length = 0;
            known = false;
            place = 0;
            partLeft = frameLeft;
        }

        private int inFrame(byte[] from, int at, int end) {
            int here = (int) Math.min(partLeft, end - at);
            if (!known) {
                int wanted = length < SmbPart.START ? SmbPart.START : SmbPart.needed(front, length);
                here = Math.min(here, wanted - length);
                collect(from, at, here);
                boolean all = length >= SmbPart.START && length >= SmbPart.needed(front, length);
                advance(here);
                if (all || partLeft == 0) {
                    parsed();
                }
            } else {
                data(from, at, here, place);
                advance(here);
            }
            if (partLeft == 0 && known) {
                beginPart();
            }
            return here;
        }

        private void collect(byte[] from, int at, int count) {
            if (length + count > front.length) {
                front = Arrays.copyOf(front, Math.max(length + count, 2 * front.length));
            }
            System.arraycopy(from, at, front, length, count);
            length += count;
        }

        private void advance(long count) {
            place += (int) count;
            partLeft -= count;
            frameLeft -= count;
        }

        private void parsed() {
            part.read(front, length);
            known = true;
            file = null;
            boolean data = part.dataLength > 0;
            if (data && part.step == SmbPart.Step.READ && part.reply) {
                Waiting asked = waiting.get(part.message);
                file = asked == null ? null : asked.sameFile ? latest : open.get(asked.file);
                fileOffset = asked == null ? 0 : asked.offset;
            } else if (data && part.step == SmbPart.Step.WRITE && !part.reply) {
                file = part.sameFile ? latest : open.get(part.file);
                fileOffset = part.offset;
            }
            boolean more = part.next >= SmbPart.HEADER && part.next < place + partLeft;
            if (more && part.next >= place) {
                partLeft = part.next - place;
            }
            take(part);
            data(front, 0, more ? Math.min(length, part.next) : length, 0);
            if (more && part.next < place) {
                again(Arrays.copyOfRange(front, part.next, length));
            }
        }

        /** Reads bytes that belong to the next part of the frame. */
        private void again(byte[] bytes) {
            frameLeft += bytes.length;
            beginPart();
            for (int at = 0; at < bytes.length; ) {
                at += inFrame(bytes, at, bytes.length);
            }
        }

        /** Hands on what of these bytes, which begin at this place of the part, is data of the file. */
        private void data(byte[] from, int at, int count, int begin) {
            Open to = file;
            long first = Math.max(begin, part.dataAt);
            long last = Math.min((long) begin + count, (long) part.dataAt + part.dataLength);
            if (to == null || last <= first) {
                return;
            }
            long offset = fileOffset + first - part.dataAt;
            int place = at + (int) (first - begin);
            Pieces pieces = part.reply ? to.read() : to.written();
            pieces.add(offset, from, place, (int) (last - first));
        }

        void missing(long count) {
            if (!known || count > partLeft) {
                lost = true;
                restart();
                return;
            }
            advance(count);
            if (partLeft == 0) {
                beginPart();
            }
        }
    }
}
