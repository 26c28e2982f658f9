package dev.periplus.detect;

/**
 * The Huffman code of HPACK (RFC 7541 section 5.2 and appendix B). It is canonical, so the code lengths define it.
 */
final class HpackHuffman {
    /** Code length of every octet and of the end of string; {@code a} stands for 5. */
    private static final String LENGTHS = "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf"
            + "ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix"
            + "prpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrs"
            + "vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwvz";

    private static final int SHORTEST = 5;
    private static final int LONGEST = 30;
    private static final int END = 256;

    /** Number of codes of each length. */
    private static final int[] COUNTS = counts();

    /** Octets in the order of their codes. */
    private static final int[] SYMBOLS = symbols();

    private HpackHuffman() {}

    /** Appends the decoded text; returns false if the bytes are not a valid string. */
    static boolean decode(byte[] bytes, int from, int length, StringBuilder into) {
        int code = 0;
        int first = 0;
        int index = 0;
        int bits = 0;
        boolean ones = true;
        for (int bit = 0; bit < length * Byte.SIZE; bit++) {
            int next = bytes[from + (bit >> 3)] >> 7 - (bit & 7) & 1;
            code = code << 1 | next;
            first <<= 1;
            ones &= next == 1;
            int count = COUNTS[++bits];
            if (code - first >= count) {
                index += count;
                first += count;
                continue;
            }
            int symbol = SYMBOLS[index + code - first];
            if (symbol == END) {
                return false;
            }
            into.append((char) symbol);
            code = 0;
            first = 0;
            index = 0;
            bits = 0;
            ones = true;
        }
        return bits < Byte.SIZE && ones;
    }

    private static int length(int symbol) {
        return LENGTHS.charAt(symbol) - 'a' + SHORTEST;
    }

    private static int[] counts() {
        int[] counts = new int[LONGEST + 1];
        for (int symbol = 0; symbol <= END; symbol++) {
            counts[length(symbol)]++;
        }
        return counts;
    }

    private static int[] symbols() {
        int[] symbols = new int[END + 1];
        int at = 0;
        for (int bits = SHORTEST; bits <= LONGEST; bits++) {
            for (int symbol = 0; symbol <= END; symbol++) {
                if (length(symbol) == bits) {
                    symbols[at++] = symbol;
                }
            }
        }
        return symbols;
    }
}
