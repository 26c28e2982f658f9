package dev.periplus.bench;

import dev.periplus.synthetic.Dns;
import java.util.Random;

/** A DNS query and its response, as UDP payloads that are sent with varying identifiers. */
record Lookup(byte[] question, byte[] answer) {
    private static final int NAMES = 4096;
    private static final int SHORTEST_NAME = 4;
    private static final int LONGEST_NAME = 8;
    private static final String[] DOMAINS = {".com", ".net", ".org", ".edu"};

    static Lookup[] some(Random random) {
        Lookup[] lookups = new Lookup[NAMES];
        for (int i = 0; i < NAMES; i++) {
            StringBuilder name = new StringBuilder();
            for (int left = SHORTEST_NAME + random.nextInt(1 + LONGEST_NAME - SHORTEST_NAME); left > 0; left--) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            name.append(DOMAINS[i % DOMAINS.length]);
            byte[] address = {(byte) 198, 51, 100, (byte) i};
            lookups[i] =
                    new Lookup(Dns.query(0, name.toString(), Dns.A), Dns.answer(0, name.toString(), Dns.A, address));
        }
        return lookups;
    }

    /** Returns the query or the response with this identifier; valid until the next call. */
    byte[] with(int identifier, boolean answered) {
        byte[] message = answered ? answer : question;
        InternetChecksum.put(message, 0, identifier);
        return message;
    }
}
