package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.NamedService;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;

/** Finds the bytes of a name that was just read from a flow. */
final class NameBytes {
    /** Below it, a byte may be the length of a label, which stands for a dot in DNS (RFC 1035 section 3.1). */
    private static final int LABEL_LENGTHS = 0x40;

    private NameBytes() {}

    /**
     * Returns evidence of the service with the bytes of its name. If no side has sent the name in the clear (it is
     * encrypted, or compressed), they are the first of the latest message, which carries it.
     */
    static Evidence evidence(NamedService named, Exchange exchange) {
        int speaker = exchange.speakingSide();
        String name = named.host();
        Said said = exchange.said(speaker);
        int at = find(name, said, 1);
        if (at < 0 && !exchange.datagrams()) {
            int elsewhere = find(name, exchange.said(1 - speaker), 1);
            said = elsewhere < 0 ? said : exchange.said(1 - speaker);
            at = elsewhere;
        }
        int from = at < 0 ? Math.min(said.messageStart(Math.max(1, said.messages())), said.length()) : at;
        int length = at < 0 ? said.length() - from : name.length();
        Evidence found = HostNames.evidence(named);
        return Gathered.made(
                found.kind(), found.label(), found.weight(), found.says(), found.rule(), said, from, length);
    }

    /**
     * Returns the offset of a text in what a side said, without regard to case; -1 if it is not there.
     *
     * @param width bytes of a character: 2 for UTF-16 with the low byte first
     */
    static int find(String text, Said said, int width) {
        byte[] bytes = said.bytes();
        int last = said.length() - text.length() * width;
        int first = folded(text.charAt(0));
        for (int at = 0; at <= last; at++) {
            if (folded(bytes[at] & 0xff) == first && isAt(text, bytes, at, width)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAt(String text, byte[] bytes, int at, int width) {
        for (int i = 0; i < text.length(); i++) {
            int place = at + i * width;
            if (!matches(text.charAt(i), bytes[place] & 0xff) || width > 1 && bytes[place + 1] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(char wanted, int found) {
        return wanted == '.' ? found < LABEL_LENGTHS : folded(wanted) == folded(found);
    }

    /** A letter of ASCII in lower case; names of hosts have no others. */
    private static int folded(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
