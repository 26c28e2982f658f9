package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the greeting of SMTP (RFC 5321 section 3.1), FTP (RFC 959 section 5.4), POP3 (RFC 1939 section 4) and IMAP
 * servers (RFC 9051 section 7.1), and the name that an SMTP client sends. Metadata under the protocol's label;
 * signatures find the labels. A greeting that several protocols share is recorded once the client's first word
 * identifies the protocol.
 */
final class GreetingDetector implements Detector {
    private static final String SMTP = "smtp";
    private static final String FTP = "ftp";
    private static final String POP3 = "pop3";
    private static final String IMAP = "imap";
    private static final int LONGEST = 512;
    private static final int NAME_AT = 5;
    private static final Set<String> SMTP_WORDS = Set.of("EHLO", "HELO", "LHLO");
    private static final Set<String> FTP_WORDS = Set.of("USER", "AUTH", "FEAT", "HOST", "OPTS", "SYST", "CLNT");
    private static final Set<String> SMTP_NAMES = Set.of("SMTP", "LMTP", "POSTFIX", "SENDMAIL", "EXIM", "QMAIL");
    private static final Set<String> FTP_NAMES = Set.of("FTP", "FILEZILLA");

    /** What has been recorded for a flow. */
    private static final class Told {
        boolean banner;
        boolean name;
    }

    @Override
    public String name() {
        return "greeting";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said server = exchange.said(Role.SERVER);
        Said client = exchange.said(Role.CLIENT);
        if (!greets(server) && greets(client)) {
            server = client;
            client = exchange.said(Role.SERVER);
        }
        boolean greeted = greets(server);
        if (server.length() > 0 && !greeted || !greeted && !names(client)) {
            return Next.DONE;
        }
        String greeting = line(server);
        String answer = line(client);
        String group = group(greeting, word(answer));
        Told told = trail.state() instanceof Told known ? known : new Told();
        trail.state(told);
        if (!group.isEmpty() && greeting != null && !told.banner) {
            told.banner = true;
            trail.metadata(group, "banner", greeting);
        }
        if (answer != null && SMTP_WORDS.contains(word(answer)) && answer.length() > NAME_AT && !told.name) {
            told.name = true;
            trail.metadata(SMTP, "helo", answer.substring(NAME_AT).strip());
        }
        boolean mayGreet = told.name || greeted && answer == null;
        boolean waitsForGreeting = greeting == null && growing(server) && mayGreet;
        boolean waitsForAnswer = answer == null && growing(client) && (group.isEmpty() || group.equals(SMTP));
        return waitsForGreeting || waitsForAnswer ? Next.MORE : Next.DONE;
    }

    /** Whether a side starts with the first byte of a greeting. */
    private static boolean greets(Said said) {
        byte first = said.length() == 0 ? 0 : said.bytes()[0];
        return first == '2' || first == '+' || first == '*';
    }

    /** Whether a side starts with the first letter of an SMTP client's command. */
    private static boolean names(Said said) {
        int first = said.length() == 0 ? 0 : said.bytes()[0] & ~0x20;
        return first == 'E' || first == 'H' || first == 'L';
    }

    private static boolean growing(Said said) {
        return said.length() < LONGEST && !said.snapped();
    }

    /** The protocol that the lines match, empty if there is none or it is not known yet. */
    private static String group(@Nullable String greeting, String word) {
        if (greeting == null) {
            return SMTP_WORDS.contains(word) ? SMTP : "";
        }
        String upper = greeting.toUpperCase(Locale.ROOT);
        if (upper.startsWith("220 ") || upper.startsWith("220-")) {
            boolean mail = SMTP_WORDS.contains(word) || SMTP_NAMES.stream().anyMatch(upper::contains);
            boolean files = FTP_WORDS.contains(word) || FTP_NAMES.stream().anyMatch(upper::contains);
            return mail ? SMTP : files ? FTP : "";
        }
        if (greeting.startsWith("+OK ")) {
            return POP3;
        }
        return greeting.startsWith("* OK ") || greeting.startsWith("* PREAUTH ") ? IMAP : "";
    }

    /** The first line without its end; null if it is incomplete or contains bytes that are not text. */
    private static @Nullable String line(Said said) {
        byte[] bytes = said.bytes();
        int end = Math.min(said.length(), LONGEST);
        for (int at = 0; at < end; at++) {
            if (bytes[at] == '\n') {
                int stop = at > 0 && bytes[at - 1] == '\r' ? at - 1 : at;
                return new String(bytes, 0, stop, StandardCharsets.ISO_8859_1);
            }
            boolean carriage = bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n';
            if (bytes[at] >= 0 && bytes[at] < 0x20 && bytes[at] != '\t' && !carriage || bytes[at] == 0x7f) {
                return null;
            }
        }
        return null;
    }

    /** The first word of a line in upper case. */
    private static String word(@Nullable String line) {
        if (line == null) {
            return "";
        }
        int space = line.indexOf(' ');
        return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
    }
}
