package dev.periplus.detect;

import dev.periplus.classify.Announcements;

/**
 * Reads Basic credentials (RFC 7617 section 2) in a header for a server or a proxy, of HTTP and of protocols with headers
 * like its own (RFC 7826 section 19.1, RFC 2543 section 14.2).
 */
record BasicLogin(String protocol, Secrets secrets) {
    /** Reads a line, if it is such a header; moves {@code line} within it. */
    void read(PacketLines line, Announcements into) {
        boolean proxy = line.takes("proxy-");
        if (!line.takes("authorization:")) {
            return;
        }
        line.passBlanks();
        String credentials = line.takes("basic ") ? LoginLines.decoded(line.toString()) : "";
        int colon = credentials.indexOf(':');
        if (colon >= 0) {
            String how = protocol + (proxy ? " Basic to a proxy" : " Basic");
            secrets.tell(into, how, credentials.substring(0, colon), credentials.substring(colon + 1));
        }
    }
}
