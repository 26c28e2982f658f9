package dev.periplus.capture;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The process that a packet belongs to, as the comments of some capturing programs state it: {@code PID=4242} (etl2pcapng),
 * {@code PID: 4242} with {@code Cmd:} or {@code Process:} (ptcpdump, rustnet).
 *
 * @param pid at least 1
 * @param name of the program, or empty
 * @param direction {@link #CAME}, {@link #WENT}, or 0 if it is not stated
 */
public record ProcessRemark(long pid, String name, int direction) {
    /** Directions as in the flags of a packet (draft-ietf-opsawg-pcapng section 4.3.1). */
    public static final int CAME = 1;

    public static final int WENT = 2;

    private static final int HEAD = 4;
    private static final int COMMENT = 1;
    private static final int FLAGS = 2;
    private static final int LONGEST = 4096;
    private static final Pattern PID = Pattern.compile("(?i)(?<![a-z_])pid\\s{0,4}[=:]\\s{0,4}(\\d{1,10})(?!\\d)");
    private static final Pattern NAME =
            Pattern.compile("(?i)(?<![a-z_])(?:process(?: ?name)?|comm|cmd)\\s{0,4}[=:]\\s{0,4}\"?([^\\s\",;]{1,256})");

    /** Reads the options of a packet; null if they name no process. */
    public static @Nullable ProcessRemark of(byte[] options) {
        String comment = null;
        int direction = 0;
        for (int at = 0; options.length - at >= HEAD; ) {
            int length = Numbers.u16(options, at + 2, true);
            int there = Math.min(length, options.length - at - HEAD);
            int code = Numbers.u16(options, at, true);
            if (code == COMMENT && (comment == null || !PID.matcher(comment).find())) {
                comment = new String(options, at + HEAD, Math.min(there, LONGEST), StandardCharsets.UTF_8);
            } else if (code == FLAGS && there == 4) {
                direction = options[at + HEAD] & 3;
            }
            at += HEAD + (length + 3 & ~3);
        }
        return comment == null ? null : of(comment, direction % 3);
    }

    private static @Nullable ProcessRemark of(String comment, int direction) {
        Matcher pid = PID.matcher(comment);
        if (!pid.find() || Long.parseLong(pid.group(1)) == 0) {
            return null;
        }
        Matcher name = NAME.matcher(comment);
        return new ProcessRemark(Long.parseLong(pid.group(1)), name.find() ? program(name.group(1)) : "", direction);
    }

    /** The last part of a path. */
    private static String program(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
