package dev.periplus.capture;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names what a file that is not a capture looks like, by its first bytes. */
final class ForeignFile {
    /** Number of leading bytes needed. */
    static final int LOOK = 512;

    /** Leading bytes as Latin-1, and the format they indicate. The first match wins. */
    private static final String[][] BEGINNINGS = {
        {"\177ELF", "an ELF program"},
        {"MZ", "a Windows program"},
        {"\u00ca\u00fe\u00ba\u00be", "a Java class or a Mach-O program"},
        {"\u00cf\u00fa\u00ed\u00fe", "a Mach-O program"},
        {"GMBU", "a NetMon 2 capture"},
        {"RTSS", "a NetMon 1 capture"},
        {"snoop\0\0\0", "a Sun snoop capture"},
        {"btsnoop\0", "a Bluetooth btsnoop capture"},
        {"TRSNIFF data", "a Sniffer capture"},
        {"XCP\0", "a NetXRay capture"},
        {"iptrace ", "an AIX iptrace capture"},
        {"\177ver", "an OmniPeek capture"},
        {"\34\0\1\u00ac", "an Ixia capture"},
        {"\u00ac\1\0\34", "an Ixia capture"},
        {"\34\0\1\u00ab", "an Ixia capture"},
        {"\u00ab\1\0\34", "an Ixia capture"},
        {"\u00a1\u00b2\u0034\u00cd", "a pcap variant that was never released"},
        {"\37\u008b", "gzip"},
        {"\u0028\u00b5\u002f\u00fd", "zstd"},
        {"\3757zXZ\0", "xz: unpack it first"},
        {"BZh", "bzip2: unpack it first"},
        {"\4\"M\30", "lz4: unpack it first"},
        {"\37\u009d", "compress (.Z): unpack it first"},
        {"PK\3\4", "a ZIP archive: unpack it first"},
        {"7z\u00bc\u00af\47\34", "a 7-Zip archive: unpack it first"},
        {"Rar!\32\7", "a RAR archive: unpack it first"},
        {"%PDF-", "a PDF document"},
        {"\u0089PNG", "a PNG picture"},
        {"\u00ff\u00d8\u00ff", "a JPEG picture"},
        {"GIF8", "a GIF picture"},
        {"SQLite format 3", "an SQLite database"},
        {"version https://git-lfs", "a Git LFS pointer: the file itself was not fetched"},
        {"\u00ff\u00fe", "UTF-16 text"},
        {"\u00fe\u00ff", "UTF-16 text"},
    };

    private static final int TAR_MAGIC = 257;

    private ForeignFile() {}

    /** Returns a noun phrase for the first bytes of a file, up to {@link #LOOK} of them. */
    static String looksLike(byte[] head) {
        if (head.length == 0) {
            return "an empty file";
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (String[] beginning : BEGINNINGS) {
            if (text.startsWith(beginning[0])) {
                return beginning[1];
            }
        }
        if (text.startsWith("ustar", TAR_MAGIC)) {
            return "a tar archive: unpack it first";
        }
        return isText(text) ? textual(text) : raw(text);
    }

    private static String textual(String text) {
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "HTML";
        }
        if (start.startsWith("<")) {
            return "XML";
        }
        if (start.startsWith("{") || start.startsWith("[")) {
            return "JSON";
        }
        return start.startsWith("#!") ? "a script" : "text";
    }

    private static String raw(String text) {
        boolean zeros = text.chars().allMatch(c -> c == 0);
        String shown = text.length() < LOOK ? " (" + text.length() + " bytes)" : "";
        return (zeros ? "zero bytes" : "data of an unknown format") + shown;
    }

    private static boolean isText(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c != 127 || c == '\t' || c == '\n' || c == '\r' || c == '\f');
    }
}
