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
        int at = find(name, said);
        if (at < 0 && !exchange.datagrams()) {
            int elsewhere = find(name, exchange.said(1 - speaker));
            said = elsewhere < 0 ? said : exchange.said(1 - speaker);
            at = elsewhere;
        }
        int from = at < 0 ? Math.min(said.messageStart(Math.max(1, said.messages())), said.length()) : at;
        int length = at < 0 ? said.length() - from : name.length();
        Evidence found = HostNames.evidence(named);
        return Gathered.made(
                found.kind(), found.label(), found.weight(), found.says(), found.rule(), said, from, length);
    }

    private static int find(String name, Said said) {
        byte[] bytes = said.bytes();
        int last = said.length() - name.length();
        int first = folded(name.charAt(0));
        for (int at = 0; at <= last; at++) {
            if (folded(bytes[at] & 0xff) == first && isAt(name, bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAt(String name, byte[] bytes, int at) {
        int same = 1;
        while (same < name.length() && matches(name.charAt(same), bytes[at + same] & 0xff)) {
            same++;
        }
        return same == name.length();
    }

    private static boolean matches(char wanted, int found) {
        return wanted == '.' ? found < LABEL_LENGTHS : folded(wanted) == folded(found);
    }

    /** A letter of ASCII in lower case; names of hosts have no others. */
    private static int folded(int c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }
}
