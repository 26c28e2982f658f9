package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the negotiation and session set-up messages of SMB 1 (MS-CIFS 2.2.3.1, 2.2.4.52, 2.2.4.53, MS-SMB 2.2.4.5) and
 * of SMB 2 and 3 (MS-SMB2 2.2.1 to 2.2.6). Reusable; the fields describe the last message.
 */
final class SmbMessage {
    /** What a message does. */
    enum Step {
        /** Its fields are inconsistent. */
        NOT,
        OFFER,
        CHOICE,
        SETUP,
        SETUP_REPLY,
        OTHER
    }

    private static final int HEADER_1 = 32;
    private static final int HEADER_2 = 64;

    private static final int NEGOTIATE_1 = 0x72;
    private static final int SETUP_1 = 0x73;
    private static final int REPLY_1 = 0x80;
    private static final int SIGNING_REQUIRED_1 = 8;
    private static final int SIGNING_REQUIRED_2 = 2;
    private static final int WILDCARD = 0x02ff;
    private static final int MOST_DIALECTS = 32;
    private static final int LONGEST_DIALECT = 64;

    private final ByteCursor cursor = new ByteCursor();
    private byte[] bytes = {};
    private int from;
    private int to;

    boolean reply;
    long status;

    /** Offered dialects, empty if the message is not an offer. */
    List<String> offered = List.of();

    /** Chosen dialect; empty if there is none or if the client has to ask again. */
    String chosen = "";

    boolean signingRequired;

    /** Whether an unencrypted message starts with the four bytes at {@code at}. */
    static boolean isMagic(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        return first >= 0xfc && bytes[at + 1] == 'S' && bytes[at + 2] == 'M' && bytes[at + 3] == 'B';
    }

    /**
     * Reads a message that starts with its magic.
     *
     * @param known dialects that the other side offered, to resolve the choice of SMB 1
     */
    Step read(byte[] in, int at, int end, List<String> known) {
        bytes = in;
        from = at;
        to = end;
        offered = List.of();
        chosen = "";
        signingRequired = false;
        cursor.reset(in, at, end - at);
        return switch (in[at] & 0xff) {
            case 0xff -> readFirst(known);
            case 0xfe -> readSecond();
            default -> Step.OTHER;
        };
    }

    private Step readFirst(List<String> known) {
        cursor.skip(4);
        int command = cursor.u8();
        status = cursor.u32le();
        reply = (cursor.u8() & REPLY_1) != 0;
        cursor.seek(HEADER_1);
        int words = cursor.u8();
        Step step = switch (command) {
            case NEGOTIATE_1 -> reply ? choiceOfFirst(words, known) : offerOfFirst(words);
            case SETUP_1 -> reply ? Step.SETUP_REPLY : Step.SETUP;
            default -> Step.OTHER;
        };
        return cursor.failed() ? Step.NOT : step;
    }

    /** Names that end with zero, each after a 2. */
    private Step offerOfFirst(int words) {
        int count = cursor.u16le();
        int end = cursor.position() + count;
        if (words != 0 || count > cursor.remaining()) {
            return Step.NOT;
        }
        List<String> names = new ArrayList<>();
        while (cursor.position() < end && names.size() < MOST_DIALECTS) {
            int length = 0;
            while (cursor.peek(1 + length) > 0 && length < LONGEST_DIALECT) {
                length++;
            }
            if (cursor.u8() != 2 || length == LONGEST_DIALECT) {
                return Step.NOT;
            }
            names.add(cursor.latin1(length));
            cursor.skip(1);
        }
        offered = names;
        return names.isEmpty() ? Step.NOT : Step.OFFER;
    }

    private Step choiceOfFirst(int words, List<String> known) {
        int index = cursor.u16le();
        if (words != 1 && words != 13 && words != 17 || index != 0xffff && !known.isEmpty() && index >= known.size()) {
            return Step.NOT;
        }
        signingRequired = words == 17 && (cursor.u8() & SIGNING_REQUIRED_1) != 0;
        if (index < known.size()) {
            chosen = known.get(index);
        } else if (index != 0xffff && words == 17) {
            chosen = "NT LM 0.12";
        }
        return Step.CHOICE;
    }

    private Step readSecond() {
        cursor.skip(4);
        int size = cursor.u16le();
        cursor.skip(2);
        status = cursor.u32le();
        int command = cursor.u16le();
        cursor.skip(2);
        reply = (cursor.u32le() & 1) != 0;
        cursor.seek(HEADER_2);
        int body = cursor.u16le();
        if (cursor.failed() || size != HEADER_2) {
            return Step.NOT;
        }
        if (command == 0) {
            return reply ? choiceOfSecond(body) : offerOfSecond(body);
        }
        return command == 1 ? reply ? Step.SETUP_REPLY : Step.SETUP : Step.OTHER;
    }

    private Step offerOfSecond(int body) {
        int count = cursor.u16le();
        signingRequired = (cursor.u16le() & SIGNING_REQUIRED_2) != 0;
        cursor.seek(HEADER_2 + 36);
        if (body != 36 || count == 0 || count > MOST_DIALECTS || count * 2 > cursor.remaining()) {
            return Step.NOT;
        }
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(name(cursor.u16le()));
        }
        offered = names;
        return Step.OFFER;
    }

    private Step choiceOfSecond(int body) {
        if (body == 9 && status != 0) {
            return Step.OTHER;
        }
        signingRequired = (cursor.u16le() & SIGNING_REQUIRED_2) != 0;
        int dialect = cursor.u16le();
        boolean known = dialect == WILDCARD
                || dialect >> 8 >= 2 && dialect >> 8 <= 3 && !name(dialect).startsWith("0x");
        if (body != 65 || cursor.failed() || !known) {
            return Step.NOT;
        }
        chosen = dialect == WILDCARD ? "" : name(dialect);
        return Step.CHOICE;
    }

    /** User and domain of a session set-up without extended security (MS-CIFS 2.2.4.53.1), or an empty list. */
    List<String> account() {
        cursor.reset(bytes, from, to - from);
        cursor.skip(10);
        boolean unicode = (cursor.u16le() & 0x8000) != 0;
        cursor.seek(HEADER_1);
        int words = cursor.u8();
        cursor.skip(14);
        int passwords = cursor.u16le() + cursor.u16le();
        cursor.skip(8 + 2 + passwords);
        if (cursor.failed() || bytes[from] != (byte) 0xff || words != 13) {
            return List.of();
        }
        if (unicode && cursor.position() % 2 != 0) {
            cursor.skip(1);
        }
        return List.of(terminated(unicode), terminated(unicode));
    }

    private String terminated(boolean unicode) {
        int width = unicode ? 2 : 1;
        int length = 0;
        while (cursor.peek(length) > 0 || width == 2 && cursor.peek(length + 1) > 0) {
            length += width;
        }
        byte[] text = cursor.take(length);
        cursor.skip(width);
        return new String(text, unicode ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
    }

    private static String name(int dialect) {
        return switch (dialect) {
            case 0x0202 -> "2.0.2";
            case 0x0210 -> "2.1";
            case 0x0300 -> "3.0";
            case 0x0302 -> "3.0.2";
            case 0x0311 -> "3.1.1";
            case WILDCARD -> "2.???";
            default -> "0x" + HexFormat.of().toHexDigits((short) dialect);
        };
    }
}
