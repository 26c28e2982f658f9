package dev.periplus.capture;

import java.util.Locale;

/** What is wrong with libpcap or an interface, in words. */
final class LibpcapFailures {
    private LibpcapFailures() {}

    /** A sentence where the library is not there. */
    static String missing(String what) {
        return what + " needs libpcap, which is not installed here: install the package"
                + " libpcap0.8 (Debian, Ubuntu), libpcap (Fedora, Arch, Alpine) or Npcap (Windows)";
    }

    /** A sentence for what libpcap says of an interface. */
    static String whyNot(String name, String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("permi")) {
            return "no permission to capture on " + name + ": run with sudo, or give java the right to capture (README,"
                    + " \"Live capture\")";
        }
        if (lower.contains("no such device") || lower.contains("doesn't exist")) {
            return "there is no interface " + name + "; periplus interfaces lists them";
        }
        if (lower.contains("not up") || lower.contains("went down") || lower.contains("network is down")) {
            return name + " is down; on Linux, sudo ip link set " + name + " up brings it up";
        }
        if (lower.contains("disappeared")) {
            return name + " has disappeared";
        }
        if (lower.contains("monitor mode") || lower.contains("rfmon")) {
            return name + " has no monitor mode; leave out -I";
        }
        return name + ": " + message;
    }
}
