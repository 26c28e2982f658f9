package dev.periplus.capture;

import dev.periplus.natives.BundledLibrary;
import java.util.Locale;
import org.pcap4j.core.PcapNativeException;

/** Describes failures of libpcap and interfaces to the user. */
final class LibpcapFailures {
    private LibpcapFailures() {}

    /** Returns a sentence for a libpcap that is missing or cannot be called. */
    static String missing(String what) {
        if (!BundledLibrary.hasJna()) {
            return what + " needs libpcap: " + BundledLibrary.JNA.whyNot();
        }
        return what + " needs libpcap, which is not installed: install the package"
                + " libpcap0.8 (Debian, Ubuntu), libpcap (Fedora, Arch, Alpine) or Npcap (Windows)";
    }

    /** Returns an exception for what libpcap says when it opens an interface. */
    static DeviceException exception(String name, PcapNativeException e) {
        String message = String.valueOf(e.getMessage());
        return new DeviceException(whyNot(name, message), isForRights(message.toLowerCase(Locale.ROOT)));
    }

    private static boolean isForRights(String message) {
        return message.contains("permi");
    }

    /** Returns a sentence for libpcap's message about an interface. */
    static String whyNot(String name, String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (isForRights(lower)) {
            return "no permission to capture on " + name
                    + ": run with sudo, or with the capability CAP_NET_RAW (README, \"Live capture\")";
        }
        if (lower.contains("no such device") || lower.contains("doesn't exist")) {
            return "no such interface: " + name + "; periplus interfaces lists them";
        }
        if (lower.contains("not up") || lower.contains("went down") || lower.contains("network is down")) {
            return name + " is down; on Linux, bring it up with sudo ip link set " + name + " up";
        }
        if (lower.contains("disappeared")) {
            return name + " has disappeared";
        }
        if (lower.contains("monitor mode") || lower.contains("rfmon")) {
            return name + " does not support monitor mode; leave out -I";
        }
        return name + ": " + message;
    }
}
