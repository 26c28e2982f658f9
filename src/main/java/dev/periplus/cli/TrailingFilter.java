package dev.periplus.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A packet filter in the words behind the files, as tcpdump takes it: {@code FILE tcp port 22}. */
final class TrailingFilter {
    /** Words that packet filters begin with (pcap-filter(7)). */
    private static final Set<String> FIRST = Set.of(
            "tcp",
            "udp",
            "icmp",
            "icmp6",
            "sctp",
            "ip",
            "ip6",
            "arp",
            "ether",
            "vlan",
            "mpls",
            "broadcast",
            "multicast",
            "host",
            "net",
            "port",
            "portrange",
            "src",
            "dst",
            "not",
            "proto",
            "less",
            "greater");

    private TrailingFilter() {}

    /**
     * Returns the position of the first operand that begins a packet filter; if there is none, their number.
     *
     * @param files whether the operands before it may be files
     * @param named whether captures are named otherwise ({@code -r}), so that all words that are no files are a filter
     */
    static int begin(List<String> operands, boolean files, boolean named) {
        for (int i = 0; i < operands.size(); i++) {
            String word = operands.get(i);
            boolean file = files && (word.equals("-") || Files.exists(Path.of(word), LinkOption.NOFOLLOW_LINKS));
            if (!file && (isFilter(word) || (named && !looksLikeFile(word)))) {
                return i;
            }
        }
        return operands.size();
    }

    /** Whether a word is written like the path of a capture rather than like a command. */
    static boolean looksLikeFile(String word) {
        return word.contains("/") || word.contains("\\") || word.contains(".");
    }

    private static boolean isFilter(String word) {
        String first = word.strip().split("[\\s(]", 2)[0];
        return FIRST.contains(first) || word.startsWith("(") || word.equals("!") || word.startsWith("! ");
    }
}
